"""Find the article on any page, without rules made for its site."""
