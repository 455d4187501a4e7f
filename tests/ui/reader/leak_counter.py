"""Who came: an HTTP server that notes each path, and a bare port that notes each connection. Loopback only."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STYLE = b'@import url("/second-import"); @font-face { font-family: x; src: url("/second-font") } p { background: url("/second-image"); font-family: x }'


class LeakCounter:
    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.connections = 0
        self.bare_connections = 0
        counter = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                counter.paths.add(self.path.lstrip("/").partition("?")[0])
                style = "style" in self.path or "import" in self.path
                body = STYLE if style else b"x"
                self.send_response(200)
                self.send_header("Content-Type", "text/css" if style else "text/html")
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET
            do_HEAD = do_GET

            def log_message(self, *arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def process_request(self, request, client_address) -> None:
                counter.connections += 1
                super().process_request(request, client_address)

            def handle_error(self, request, client_address) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._bare = socket.create_server(("127.0.0.1", 0))
        self._bare.settimeout(0.1)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="leak-http"),
            threading.Thread(target=self._accept, name="leak-tcp"),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def tcp(self) -> str:
        return f"http://127.0.0.1:{self._bare.getsockname()[1]}"

    def reset(self) -> None:
        self.paths, self.connections, self.bare_connections = set(), 0, 0

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join()
        self._bare.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._bare.accept()
            except TimeoutError:
                continue
            self.bare_connections += 1
            connection.close()
