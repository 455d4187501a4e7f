"""What is shipped beside the code: pictures, style sheets, texts, tables. In a checkout, an installed package or a packaged program."""

from pathlib import Path

FOLDER = Path(__file__).parent
