"""Drives a headless Chromium by its DevTools protocol over a pipe: no driver, no package, no port."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SECONDS_TO_ANSWER = 60


def find_chromium():
    """Returns the path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One Chromium with one page. Use it in a with statement."""

    def __enter__(self):
        self._profile = tempfile.TemporaryDirectory()
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()

        def connect_pipe():
            # The browser reads commands from descriptor 3 and answers on 4. Copies out of their way come first.
            copies = [os.dup(descriptor) for descriptor in (to_browser, from_browser) for _ in range(3)]
            os.dup2(copies[2], 3)
            os.dup2(copies[5], 4)

        command = [find_chromium(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--disable-extensions",
                   f"--user-data-dir={self._profile.name}", "--remote-debugging-pipe", "about:blank"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=connect_pipe)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._last_id = 0
        self._session = None
        self.complaints = []
        target = next(one for one in self.send("Target.getTargets")["targetInfos"] if one["type"] == "page")
        attached = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)
        return self

    def __exit__(self, *unused):
        os.close(self._write)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        self._profile.cleanup()

    def _next_message(self, deadline):
        while b"\0" not in self._buffer:
            if time.monotonic() > deadline:
                raise TimeoutError("Chromium does not answer")
            part = os.read(self._read, 1 << 20)
            if not part:
                raise RuntimeError("Chromium ended")
            self._buffer += part
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def _note(self, message):
        """Remembers what a page complains of on its console."""
        parameters = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"])[:1000])
        if message.get("method") == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append(json.dumps(parameters["args"])[:1000])
        if message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])

    def send(self, method, **parameters):
        """Gives a command and returns its result."""
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while True:
            answer = self._next_message(deadline)
            if answer.get("id") != self._last_id:
                self._note(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def evaluate(self, expression):
        """Returns what an expression of JavaScript comes to; waits for promises."""
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def open(self, path, width, has_script=True):
        """Opens a file at a width in CSS pixels, forgets earlier complaints, and waits until its charts are drawn.

        Returns the seconds from the start of navigation until then.
        """
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
                  mobile=width < 600)
        self.send("Emulation.setScriptExecutionDisabled", value=not has_script)
        self.complaints = []
        self.send("Page.navigate", url=Path(path).resolve().as_uri())
        while self.evaluate("document.readyState") != "complete" or self.evaluate("location.protocol") != "file:":
            time.sleep(0.02)
        drawn = self.evaluate("window.chartsDrawn") if has_script else None
        return (drawn or 0) / 1000

    def emulate(self, media="", scheme="light"):
        """Shows the page as on paper (media "print") or in dark mode (scheme "dark")."""
        self.send("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def press(self, key, code):
        """Presses and releases a key."""
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def screenshots(self, path, height):
        """Writes the whole page in pieces of a height in CSS pixels: PATH-1.png, PATH-2.png, ..."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        for piece, top in enumerate(range(0, int(size["height"]), height), 1):
            clip = {"x": 0, "y": top, "width": size["width"], "height": min(height, size["height"] - top), "scale": 1}
            image = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
            Path(f"{path}-{piece}.png").write_bytes(base64.b64decode(image["data"]))
