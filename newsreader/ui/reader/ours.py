"""Our own addresses in a page: what links ask of the window. A feed can write none of them (``tags.may_open``)."""

from __future__ import annotations

TABLE_SCHEME = "table:"
"""The card that stands for a table too wide for the column: ``table:NUMBER``."""

PICTURE_SCHEME = "picture:"
"""The name of a picture in the document: ``picture:NUMBER``."""

VIEW_SCHEME = "view:"
"""Shows a picture in full size: ``view:NUMBER``."""

PICTURES_LINK = "pictures:show"
"""Loads this story's pictures."""

PICTURES_ALWAYS = "pictures:always"
"""Loads the pictures of this feed from now on."""

WHOLE_ON = "whole:on"
"""Shows the whole story, which is fetched when it is not here."""

WHOLE_OFF = "whole:off"
"""Shows the feed's own text again."""

WHOLE_ALWAYS = "whole:always"
"""Fetches the whole stories of this feed from now on."""

WHOLE_TOGGLE = "whole:toggle"
"""The whole story or the feed's own text, whichever is not shown."""

STOP = "whole:stop"
"""Stops fetching the whole story."""

DOWNLOAD_SCHEME = "download:"
"""Downloads a file that comes with the story: ``download:NUMBER``."""

PLAY_SCHEME = "play:"
"""Plays it: ``play:NUMBER``."""

OURS = (VIEW_SCHEME, "pictures:", "whole:", DOWNLOAD_SCHEME, PLAY_SCHEME)
"""How the addresses begin that a line above or below a story may have."""

SHOW_FILE = "download:folder"
"""Shows the folder of the file that was downloaded last."""

STOP_DOWNLOAD = "download:stop"
"""Stops the download under way."""

AGAIN = "download:again"
"""Goes on with the download that ended last without its file."""
