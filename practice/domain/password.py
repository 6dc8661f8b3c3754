"""What a password must be: long, and not what anybody would try first. Which signs it is made of is free."""

import unicodedata

from practice.errors import BadPassword

SHORTEST = 12  #: characters
LONGEST = 128
#: Those of the most used passwords that are long enough, in the languages of the pages too.
_COMMON_ONES = """
123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 123123123123 123412341234 012345678901
987654321098 112233445566 abcdefghijkl abcdefghijklm abcdefgh1234 abcd12345678 abc123abc123 1q2w3e4r5t6y
1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qwertyuiopas qwertyuiop[] qwertyuiop12 qwertyuiop123
qwertyuiopasdfgh qwertyqwerty qwerty123456 qwerty1234567 qwerty12345678 asdfghjkl123 asdfasdfasdf zxcvbnm12345
password1234 password12345 password123456 passwordpassword password2024 password2025 password2026 mypassword123
p@ssw0rd1234 p@ssword1234 passw0rd1234 administrator admin1234567 adminadminadmin admin12345678 rootrootroot
letmeinletmein letmein12345 letmein123456 welcome12345 welcome123456 welcomewelcome changeme1234 changemenow12
changemechangeme iloveyou1234 iloveyouiloveyou ilovefootball sunshine1234 princess1234 football1234 baseball1234
superman1234 dragon123456 monkey123456 michael12345 trustno1trustno1 correcthorsebatterystaple secretsecret
secret123456 test12345678 testtesttest test123456789 default12345 computer1234 internet1234 whatever1234 salasana1234
salasana12345 salasanasalasana vaihdasalasana hasło1234567 haslohaslo12 haslo1234567 mojehaslo123 zaq12wsxcde3
zaq1@wsxcde3 polska123456 lösenord1234 losenord1234 lösenordlösenord hejhejhejhej sommar123456
"""
_COMMON = frozenset(_COMMON_ONES.split())


def normal_password(password: str) -> str:
    """One form for what different keyboards send for the same signs."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, email: str, name: str) -> None:
    """Raises BadPassword."""
    password = normal_password(password)
    if len(password) < SHORTEST:
        raise BadPassword("too_short", f"a password has at least {SHORTEST} characters; three or four words do well")
    if len(password) > LONGEST:
        raise BadPassword("too_long", f"a password has at most {LONGEST} characters")
    plain = _plain(password)
    if plain in {_plain(own) for own in (email, email.partition("@")[0], name)}:
        raise BadPassword("own_name", "a password is not one's own name or e-mail address; choose another")
    if plain in _COMMON or len(set(plain)) == 1:
        raise BadPassword("common", "that password is among those that are tried first; choose another")


def _plain(text: str) -> str:
    return "".join(normal_password(text).casefold().split())
