"""The pieces of Scripts/examples.py: one module a merchant, and what they share."""
