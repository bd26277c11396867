"""For testing an installation from outside: users who press buttons by a script. Ships with the wheel.

`page` reads what a browser would show; `user` is somebody with a browser. They know the web door by its pages alone,
so a test written with them says what a person can do, and still says it when the program has changed inside.
`telegram` is Telegram itself, with people in it, for any bot.
"""
