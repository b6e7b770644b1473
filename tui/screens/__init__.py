"""The screens: the library, the player, and the dialogs over them."""
