"""The templates: a package for each topic, a module for each template, which has one ``TEMPLATE``.

``beliefs`` of a topic are the misconceptions that its wrong options stand for.
"""
