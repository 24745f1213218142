"""What does not hold about a mock project, said as a compiler would, for a person and for CI."""
