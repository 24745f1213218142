"""What is promised? An OpenAPI document, read purely: its operations, parameters and schemas, each with its line."""
