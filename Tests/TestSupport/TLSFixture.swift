// SPDX-License-Identifier: MIT

public import Foundation

/// A private authority and the certificates it issued, made by `openssl` for one
/// run of the tests.
public struct TLSFixture: Sendable {
  /// Whether the tools are there; tests that need them are skipped otherwise.
  public static let isAvailable = tool("openssl") != nil && tool("python3") != nil
  /// Why tests are skipped.
  public static let requirement: String = "needs openssl and python3"

  /// What a server shows.
  public enum Certificate: String, CaseIterable, Sendable {
    /// Right in every respect: `localhost` and 127.0.0.1.
    case valid
    /// For another name.
    case wrongName = "wrong-name"
    /// No longer valid.
    case expired
    /// Issued by itself.
    case selfSigned = "self-signed"
  }

  /// Holds the files; removed when the tests end.
  public let directory: URL
  /// The authority's certificate.
  public var authority: URL { directory.appending(path: "authority.pem") }
  /// A directory with nothing but that certificate, under its hashed name.
  public var authorityDirectory: URL { directory.appending(path: "authorities") }

  /// The fixture of this run, or nil if it cannot be made.
  public static let shared: TLSFixture? = isAvailable ? try? TLSFixture() : nil

  private init() throws {
    let place = try TemporaryDirectory.untilExit()
    _ = try place.makeDirectory("authorities")
    directory = place.url
    let script = """
      set -e
      key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
      issue() {
        openssl req $key -keyout $1.key -out $1.csr -subj "/CN=$1"
        printf 'subjectAltName=%s\\n' "$2" > $1.ext
        openssl x509 -req -in $1.csr -CA authority.pem -CAkey authority.key -CAcreateserial \\
          -days $3 -extfile $1.ext -out $1.pem
      }
      openssl req -x509 $key -keyout authority.key -out authority.pem -days 2 \\
        -subj '/CN=Authority of the tests'
      issue valid DNS:localhost,IP:127.0.0.1 2
      issue wrong-name DNS:elsewhere.example 2
      issue expired DNS:localhost,IP:127.0.0.1 -1
      openssl req -x509 $key -keyout self-signed.key -out self-signed.pem -days 2 \\
        -subj '/CN=localhost' -addext subjectAltName=DNS:localhost,IP:127.0.0.1
      cp authority.pem authorities/$(openssl x509 -in authority.pem -noout -hash).0
      """
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", script]
    shell.currentDirectoryURL = directory
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    guard shell.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
  }

  private static func tool(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

/// A process that takes TLS off connections and hands the bytes to a plain port.
public final class TLSTerminator {
  /// Its own port on 127.0.0.1.
  public let port: Int
  private let process = Process()

  /// Starts one that shows `certificate` in front of the server on `target`.
  public init(_ fixture: TLSFixture, _ certificate: TLSFixture.Certificate, target: Int) throws {
    let base = fixture.directory.appending(path: certificate.rawValue).path
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.script, base, "\(target)"]
    let output = Pipe()
    process.standardOutput = output
    // It stops when this end of its standard input is closed, whatever happens to us.
    process.standardInput = Pipe()
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      line.append(byte)
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else {
      throw CocoaError(.featureUnsupported)
    }
    self.port = port
  }

  deinit {
    // Threads of the test runner block signals, and children inherit that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private static let script = """
    import select, socket, ssl, sys, threading
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1] + '.pem', sys.argv[1] + '.key')
    def serve(plain):
        try:
            near = context.wrap_socket(plain, server_side=True)
            far = socket.create_connection(('127.0.0.1', int(sys.argv[2])))
            with near, far:
                while True:
                    # Decrypted bytes that wait inside do not make a socket readable.
                    ready = [near] if near.pending() else select.select([near, far], [], [])[0]
                    for source in ready:
                        data = source.recv(65536)
                        if not data:
                            return
                        (far if source is near else near).sendall(data)
        except OSError:
            plain.close()
    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
    listener = socket.create_server(('127.0.0.1', 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()
    """
}
