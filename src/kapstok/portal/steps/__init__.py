"""The seven steps of working together, held against what the municipality has written down."""
