"""Worker processes: started clean, warm and in no time, bounded in each item they work on, gone with their parent."""
