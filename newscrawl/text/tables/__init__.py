"""Tables that the scripts in tools/ build; each file names its source, licence and date."""
