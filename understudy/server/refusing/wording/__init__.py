"""How a refusal is put into words that an API's own error schema has a place for.

Nothing is known of an API but its schema; yet error schemas are much alike, and their members are called by few names.
So each member is offered what its name suggests, and takes the first thing that its schema allows. One that has to be
there, and of which nothing is known, is made up.
"""

from understudy.server.refusing.wording.facts import Facts, Occasion, Problem
from understudy.server.refusing.wording.words import Words

__all__ = ["Facts", "Occasion", "Problem", "Words"]
