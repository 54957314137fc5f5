"""One headless Chromium for all checks of the site: opening a page, turning it into a state, what it asked for."""
import json, pathlib, shutil, urllib.parse
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTHS = (390, 820, 1440, 2560)
LANGUAGES = ("en", "zh")


class Browser:
    def __init__(self, folder):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-background-networking",
                         "--disable-component-update", "--lang=en-US", f"--user-data-dir={folder}/profile"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        # Not a limit on the pages: only that a script which never answers ends.
        self.driver.set_script_timeout(300)

    def close(self):
        self.driver.quit()

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def later(self, script, *arguments):
        """A script whose last argument is what to call with the answer."""
        return self.driver.execute_async_script(script, *arguments)

    def open(self, path, width=1440):
        self.wide(width)
        self.driver.get(pathlib.Path(path).resolve().as_uri())

    def wide(self, width, height=900):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind="", colours="light"):
        # Without transitions: a colour on its way is nobody's choice.
        self.command("Emulation.setEmulatedMedia", media=kind, features=[
            {"name": "prefers-color-scheme", "value": colours}, {"name": "prefers-reduced-motion", "value": "reduce"}])

    def speak(self, language):
        """By the label a reader clicks. Held against what is then shown, with the page's script or without it."""
        shown = self.run("""
            document.querySelector(`label[for="${arguments[0]}"]`).click();
            const is = (kind) => [...document.querySelectorAll('h1 .' + kind)].some((e) => e.checkVisibility());
            return [is('en'), is('zh')];""", language)
        if shown != [language == "en", language == "zh"]:
            raise SystemExit(f"{self.driver.current_url}: a click on {language} does not show that language alone")

    def unfold(self, is_open):
        """Returns how many there are."""
        return self.run("""
            const all = document.querySelectorAll('details');
            for (const one of all) one.open = arguments[0];
            return all.length;""", is_open)

    def requests(self):
        """What was asked for since the last call: (address, how it failed or "")."""
        asked, failed = {}, {}
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            said = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                asked[said["requestId"], said["request"]["url"]] = None
            elif message["method"] == "Network.webSocketCreated":
                asked[said["requestId"], said["url"]] = None
            elif message["method"] == "Network.loadingFailed":
                failed[said["requestId"]] = said["errorText"]
        return [(address, failed.get(one, "")) for one, address in asked]

    def complaints(self):
        """Errors and warnings of the console since the last call: a broken policy, a missing file."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def leaves(address, folder):
    """Whether a request goes anywhere but to a file below the folder. What is in the page itself is no request."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme == "data":
        return False
    if parts.scheme != "file" or parts.netloc:
        return True
    path = pathlib.Path(urllib.parse.unquote(parts.path)).resolve()
    return not path.is_relative_to(pathlib.Path(folder).resolve())
