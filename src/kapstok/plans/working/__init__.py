"""Work plans: what each executing party does for a measure, when, for how many hours, and what it needs from others."""
