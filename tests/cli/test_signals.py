"""A command that is told to end ends so, whatever was at work at that moment made of it."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from core.problem import Problem
from storage.sealing.hpke import AgreementKey, generate_agreement, wrap_to
from tui.cli.signals import Ended, heeded


def taken_for_a_failure(number: signal.Signals) -> None:
    """A step that is told to end, and says instead that something is broken."""
    try:
        os.kill(os.getpid(), number)
        time.sleep(1)
    except KeyboardInterrupt:
        raise Problem("broken") from None


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_step_that_took_the_signal_for_its_own_failure_is_not_believed(number: signal.Signals, status: int) -> None:
    with pytest.raises(Ended) as told, heeded():
        taken_for_a_failure(number)
    assert told.value.status == status


def test_ctrl_c_is_one_of_them_and_inner_blocks_give_the_signals_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), heeded(), heeded():
        taken_for_a_failure(signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_failure_of_its_own_stays_what_it_is() -> None:
    with pytest.raises(Problem, match="broken"), heeded():
        raise Problem("broken")


def test_a_grant_in_order_is_never_called_broken() -> None:
    """What is raised inside HPKE comes out of it as a wrap that cannot be opened; told to end, the command ends."""
    private, public = generate_agreement()
    key, blob = AgreementKey(private), wrap_to(public, b"info", b"k" * 32)
    main = threading.main_thread().ident
    assert main is not None
    for _ in range(20):
        with pytest.raises(Ended), heeded():
            killer = threading.Timer(0.001, signal.pthread_kill, (main, signal.SIGTERM))
            killer.start()
            end = time.monotonic() + 20
            while time.monotonic() < end:
                key.unwrap(b"info", blob)
        killer.join()


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with heeded():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
