"""A site-config file with every command, and a page that it reads."""

RULES = """\
# A journal of circuits
title: //h2[@class='head']
body: //section[@id="nowhere"]
body: //section[@id='story']
author: substring-after(//p[@class='by'], 'Text: ')
date: //time/@datetime
strip: //div[@class='poll']
strip_id_or_class: tease
strip_image_src: /pixel/
find_string: <blink>
replace_string: <p>
replace_string(</blink>): </p>
http_header(accept-language): de
http_header(user-agent): Mozilla/5.0
single_page_link: //a[@rel='whole']
next_page_link: //a[@rel='next']
prune: no
tidy: yes
test_url: https://circuits.example/1
test_contains: regulator
requires_login: yes
titl: //h1
wrap_in(blockquote): //q
"""

PAGE = """<html lang="en"><head><title>Circuits</title></head><body><h2 class="head">A quiet regulator</h2>
<p class="by">Text: News desk</p><time datetime="2026-11-20T10:00:00Z">20 Nov</time>
<section id="story"><blink>The regulator keeps its noise below one microvolt, and it needs two capacitors.</blink>
<p>Samples are available now; the maker plans volume production for the spring of next year.</p>
<div class="poll">Which regulator do you use most?</div><div class="x-teaser">Also read: ten noisy regulators</div>
<img src="https://circuits.example/pixel/1.gif" width="300"></section><a rel="next" href="/1?page=2">2</a>
<section><p>This paragraph stands outside of the story, and is about something else entirely.</p></section></body></html>"""

URL = "https://www.circuits.example/1"
