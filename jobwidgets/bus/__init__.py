"""Redis: keys, scripts, and the typed faces of both. Owns everything that is written there for a job."""
