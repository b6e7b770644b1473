"""Exam questions about runs: each answer, and the falseness of each wrong option, is computed from a trace.

``question`` says what a question is, ``template`` what asks them, ``run`` is a finished run to ask about, ``making``
chooses and makes questions, ``marking`` marks answers, ``paper`` is a whole paper. No screen, no clock.
"""
