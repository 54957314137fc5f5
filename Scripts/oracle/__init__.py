"""The pieces of Scripts/examples-oracle.py."""
