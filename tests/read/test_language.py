from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.read import language
from tests.read.make import ARTICLE, GERMAN

ROOT = Path(__file__).parent.parent.parent

FOREIGN = {
    "de": GERMAN,
    "fr": "Le ministre a rejeté lundi les accusations de l'opposition et affirmé que le gouvernement avait tout fait "
    "selon les règles. Les syndicats, eux, demandent une enquête sur les événements de la semaine dernière.",
    "es": "El ministro rechazó el lunes las acusaciones de la oposición y afirmó que el gobierno había hecho todo según "
    "las reglas. Los sindicatos piden una investigación sobre los hechos de la semana pasada.",
    "nl": "De minister wees maandag de beschuldigingen van de oppositie van de hand en zei dat de regering alles volgens "
    "de regels had gedaan. De vakbonden vragen een onderzoek naar de gebeurtenissen van vorige week.",
    "sv": "Ministern avvisade på måndagen oppositionens anklagelser och sade att regeringen hade gjort allt enligt "
    "reglerna. Fackförbunden kräver däremot en utredning av förra veckans händelser i hamnen.",
    "ru": "Министр в понедельник отверг обвинения оппозиции и заявил, что правительство сделало всё по правилам. "
    "Профсоюзы требуют расследования событий прошлой недели в порту и новых переговоров с властями.",
    "zh": "部长星期一驳回了反对派的指控,并表示政府一切都按规定办理。工会则要求对上周港口发生的事件进行调查。" * 4,
}


def of(text: str, declared: str = "") -> Document:
    return language.told(Document("a", "a", text, language=declared))


@pytest.mark.parametrize("code", FOREIGN)
def test_a_text_that_is_surely_of_another_language_is_refused_or_marked(code: str) -> None:
    with pytest.raises(InputError, match=f"a: not English \\(language {code}; --any-language builds it\\)"):
        of(FOREIGN[code])
    assert language.told(Document("a", "a", FOREIGN[code]), any_language=True).language == code


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "“Das ist falsch”, the minister said of the paper's story on Monday; it was not he who had met the envoy.",
        f"{ARTICLE} {GERMAN}",
        "Kein Kommentar.",
        "Arsenal 2 Chelsea 1; Leeds 0 Hull 0; Wigan 3 Bolton 3",
        "12,5 % 14,1 % 16,3 %",
        "",
    ],
)
def test_english_short_and_doubtful_texts_are_let_in(text: str) -> None:
    assert of(text).text == text


def test_the_language_that_a_page_names_stands_unless_the_words_say_otherwise() -> None:
    assert of(ARTICLE, "en-GB").language == "en-GB"
    assert of(ARTICLE, "de").language == "en"
    assert of("Kein Kommentar.", "de").language == "de"
    assert of(ARTICLE, "not a tag").language == of(ARTICLE).language == "en"


def test_english_news_never_loads_the_detector() -> None:
    code = (
        "from kg.read import read; from kg.read.language import _detector; found = list(read(['seeds'])); "
        "print(len(found) > 5, [d.language for d in found if d.language != 'en'], _detector.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True", "[]", "0"]
