"""What each screen of the site shows: one object a screen, which finds things when asked.

Templates get a screen and nothing else. It is made of a request and a language, so a page looks
the same to its readers and in Wagtail's preview.
"""
