"""What the relay is measured against, each set up the way its own documentation says."""
