"""Documents for people to print, send and edit. Knows no domain: a template and values come in, bytes go out."""
