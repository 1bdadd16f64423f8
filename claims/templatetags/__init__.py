"""What templates of the claims say."""
