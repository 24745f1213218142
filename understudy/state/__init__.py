"""What is remembered? Plain data: the records of the fixtures, the rules they keep, the store that serves them."""
