"""Consultations: meetings and working groups, what came of them, who does what, and what partners agreed."""
