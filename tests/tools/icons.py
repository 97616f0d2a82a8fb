"""Draws the icons of the installed app from our own mark, `web/public/favicon.svg`, in a real browser.

Run it when the mark changes: `python -m tests.tools.icons`.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.tools.chromium import find

PUBLIC = Path(__file__).resolve().parents[2] / "web" / "public"
GROUND = "#1f6843"  # a maskable icon is cut to any shape, so its ground reaches the edge
ICONS = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "maskable-512": (512, 0.8), "touch-180": (180, 0.86)}


def main() -> None:
    """Writes the icons into the web app's public folder."""
    mark = (PUBLIC / "favicon.svg").read_text()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for name, (size, share) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = GROUND if share < 1 else "transparent"
            style = f"margin:0;display:grid;place-items:center;height:100vh;background:{ground}"
            page.set_content(f'<body style="{style}"><style>svg{{width:{share:.0%};height:{share:.0%}}}</style>{mark}')
            page.screenshot(path=PUBLIC / "icons" / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
