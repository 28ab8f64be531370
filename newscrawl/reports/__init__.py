"""What runs come to: verdict, drift, summary, and who is told."""
