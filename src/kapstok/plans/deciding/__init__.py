"""How a plan gets on: it is shared, talked about, put forward, adopted and amended. Decisions are registered here."""
