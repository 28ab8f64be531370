"""What a person types: parse arguments, call, print."""
