// SPDX-License-Identifier: MIT

/// What `--help` prints.
enum HelpText {
  static let main = """
    stalwart-sim: a Stalwart mail server's management API on 127.0.0.1, for demonstrations and tests

    Usage:
      stalwart-sim serve [OPTION]...
      stalwart-sim run [OPTION]... -- COMMAND [ARGUMENT]...
      stalwart-sim dump [--url URL | OPTION...]
      stalwart-sim approve --url URL [--account NAME] USER-CODE
      stalwart-sim restart --url URL [--mode MODE]

    serve prints one line with the URL when it is ready, and ends with SIGTERM or Ctrl-C.
    run starts a server on a free port, runs the command with STALWART_URL, STALWART_USER and
      STALWART_PASSWORD set, and returns its exit code (128 + n when signal n ended it).
    dump writes what a running server holds, or what one would hold that was started with the
      options, in the form that --data reads. Secrets are masked.
    approve lets a waiting device sign in as an account, or as the administrator.
    restart is what an operator does after the set-up in bootstrap mode: the server starts again
      on what it holds, in normal mode if none is named.

    Options:
      --port N            port on 127.0.0.1; 0, the default, takes any that is free
      --data FILE         what the server holds: {"objects": {"Domain": [...]}, "singletons": {...}}
                          and "files": {"/var/lib/stalwart/logs/stalwart.2026-01-02": "text"}, the
                          only files that settings such as a Tracer's path can reach
      --demo              a small data set of the simulator's own
      --schema FILE       another schema document, .json or .gz; .gz is served byte for byte
      --mode MODE         recovery (the default), normal or bootstrap
      --user NAME:SECRET  the administrator; admin:testsecret by default
      --token TEXT        a Bearer token that signs in as the administrator
      --fault RULE        something that goes wrong on purpose; can be given more than once
      --log FILE          append every exchange to a file, one JSON object a line
      --help, --version

    In normal mode STALWART_PUBLIC_URL, if set, is what the session and the OAuth documents name.

    Rules are words with commas between them. One says what happens, the others when:
      latency=MS              the answer comes late
      request-latency=MS      the request arrives late, so that its work is done late
      rtt=MS                  a slow link: half on each way, and a round trip more for each connection
      connect=MS              the first answer of each connection comes late
      close                   the connection ends without an answer, nothing was done
      lost                    the same, but the request was carried out
      reset[=BYTES]           the connection is reset, nothing was done; with a number the request was
                              carried out, and so many bytes of the content come before
      cut[=BYTES]             the content ends too early, by default in the middle
      stall[=BYTES]           nothing more comes after so many bytes of content, by default 0
      slow=BYTES/MS           the content comes in small pieces
      status=CODE             401, 402, 403, 404, 429, 500, 503 ... as the server answers them
      limit=NAME              400: maxSizeRequest, maxCallsInRequest, maxConcurrentRequests, ...
      redirect=URL            302
      content=TEXT            other content, after the request was carried out
      html                    a web page instead of JSON, nothing was done
      type=MEDIA-TYPE         another Content-Type
      garbage                 Content-Encoding: gzip, but no gzip
      error=TYPE              each call answers a method error: forbidden, requestTooLarge, ...
      late-error=TYPE         the same, after the work was done: serverUnavailable, ...
      schema=older|newer      another schema document
      skew=MS                 the server's clock is wrong by so much; from the start on
      limits=NAME:N[;...]     lower limits, such as maxObjectsInGet:10; from the start on
    When:
      path=PREFIX             the path begins with this
      call=NAME               a method is called; * stands for any text, such as x:*/set
      method=NAME             the HTTP method
      nth=N, nth=N-M, nth=N-  which of the matching requests, from 1
      retry-after=SECONDS     adds the field to a status

    Example: --fault status=429,retry-after=2,path=/jmap,nth=1

    Accounts sign in with plain passwords and with hashes made elsewhere: {SHA}, {SSHA}, {SHA256},
    {SSHA256}, {SHA512}, {SSHA512}, {PLAIN}, and by the system's libcrypt $6$, $5$, $2b$, $1$ and
    {CRYPT}.

    The server's own paths, which need no login: GET /sim/requests (count and list, DELETE
    forgets them), GET /sim/data, POST /sim/approve?code=USER-CODE&account=NAME,
    POST /sim/restart?mode=MODE.

    """
}
