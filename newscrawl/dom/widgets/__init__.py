"""Tell what is not the article: by selector, by words, by shape, and injected spam."""
