"""How long whoever asks too much has to wait."""

from bot.accounts.brakes import Allowance


def test_an_allowance_is_a_burst_and_then_a_share() -> None:
    """60 seconds at once, and then half of each second; another holder has its own."""
    kept = Allowance(burst=60, share=0.5)
    assert kept.wait(1, 0) == 0
    kept.spent(1, 61, 0)
    assert kept.wait(1, 0) == 2 and kept.wait(1, 2) == 0 and kept.wait(2, 0) == 0
    kept.spent(1, 1, 2)
    assert kept.wait(1, 2) == 2
