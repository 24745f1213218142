"""What is remembered? Records and their lives, the rules they keep, scenarios, clocks and sessions."""
