"""What to call the device of a session, from what its browser says of itself. Pure."""

# The first that is found: Edge and Opera also say Chrome, and Chrome also says Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "een Mac"),
    ("CrOS", "een Chromebook"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """“Firefox op Windows”."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Een browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} op {system}" if system else browser
