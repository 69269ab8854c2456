// SPDX-License-Identifier: MIT

internal import CLibcurl
internal import HTTP

/// A libcurl easy handle: one owner, one thread at a time, freed exactly once.
///
/// Connections, names and TLS sessions stay in the handle from one request to the next;
/// options do not, because ``reset()`` clears them.
@safe struct EasyHandle: ~Copyable {
  private let curl: UnsafePointer<clibcurl_functions>
  private let raw: UnsafeMutableRawPointer
  /// CURLOPT_ERRORBUFFER keeps its pointer, so the memory lives as long as the handle.
  private let errorBuffer: UnsafeMutableBufferPointer<CChar>

  /// Creates a handle.
  ///
  /// - Throws: ``TransportError/libraryMissing(detail:)``, ``TransportError/outOfMemory``.
  init() throws(TransportError) {
    let curl = unsafe try Library.functions()
    guard let raw = unsafe curl.pointee.easy_init() else { throw .outOfMemory }
    unsafe self.curl = unsafe curl
    unsafe self.raw = raw
    unsafe errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorBuffer.initialize(repeating: 0)
  }

  deinit {
    unsafe curl.pointee.easy_cleanup(raw)
    unsafe errorBuffer.deallocate()
  }

  /// Clears every option; connections stay.
  mutating func reset() {
    unsafe curl.pointee.easy_reset(raw)
    unsafe errorBuffer[0] = 0
  }

  /// Sets an option that is a number or a switch.
  mutating func set(_ option: CURLoption, _ value: Int) throws(CurlFailure) {
    try check(unsafe clibcurl_set_long(curl, raw, option, value))
  }

  /// Sets an option that is a size.
  mutating func setSize(_ option: CURLoption, _ value: Int) throws(CurlFailure) {
    try check(unsafe clibcurl_set_offset(curl, raw, option, curl_off_t(value)))
  }

  /// Sets an option that is a text, which libcurl copies; nil is its default.
  mutating func set(_ option: CURLoption, _ value: String?) throws(CurlFailure) {
    guard let value else {
      try check(unsafe clibcurl_set_string(curl, raw, option, nil))
      return
    }
    try check(unsafe clibcurl_set_string(curl, raw, option, value))
  }

  /// Sends the request that the options describe and fills `exchange`.
  ///
  /// libcurl holds pointers to the body, the field lines and the exchange only
  /// for the time of this call.
  mutating func perform(_ exchange: Exchange) throws(CurlFailure) {
    let target = unsafe Unmanaged.passUnretained(exchange).toOpaque()
    try check(unsafe clibcurl_set_pointer(curl, raw, CURLOPT_ERRORBUFFER, errorBuffer.baseAddress))
    try check(unsafe clibcurl_set_write_callback(curl, raw, CURLOPT_WRITEFUNCTION, receiveBody))
    try check(unsafe clibcurl_set_pointer(curl, raw, CURLOPT_WRITEDATA, target))
    try check(unsafe clibcurl_set_write_callback(curl, raw, CURLOPT_HEADERFUNCTION, receiveHeader))
    try check(unsafe clibcurl_set_pointer(curl, raw, CURLOPT_HEADERDATA, target))
    if exchange.isInterrupted != nil {
      try check(unsafe clibcurl_set_progress_callback(curl, raw, reportProgress))
      try check(unsafe clibcurl_set_pointer(curl, raw, CURLOPT_XFERINFODATA, target))
      try set(CURLOPT_NOPROGRESS, 0)
    }

    var lines: UnsafeMutablePointer<curl_slist>?
    defer { unsafe curl.pointee.slist_free_all(lines) }
    for line in exchange.headerLines {
      guard let longer = unsafe curl.pointee.slist_append(lines, line) else {
        throw CurlFailure(code: CURLE_OUT_OF_MEMORY, name: "", message: "")
      }
      unsafe lines = longer
    }
    try check(unsafe clibcurl_set_pointer(curl, raw, CURLOPT_HTTPHEADER, lines))

    var code = CURLE_OK
    switch exchange.upload {
    case .none: unsafe code = curl.pointee.easy_perform(raw)
    case .repeatable(let body):
      try setSize(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
      try unsafe body.withUnsafeBufferPointer { (bytes) throws(CurlFailure) in
        // Without a pointer, libcurl would read an empty body from stdin.
        let start = unsafe bytes.baseAddress.map { unsafe UnsafeRawPointer($0) }
        try check(
          unsafe clibcurl_set_pointer(
            curl,
            raw,
            CURLOPT_POSTFIELDS,
            start ?? UnsafeRawPointer(target)
          )
        )
        unsafe code = curl.pointee.easy_perform(raw)
      }
    case .once(let body):
      // A body that comes from a callback, with no way to rewind it, is what
      // keeps libcurl from sending a request again when a kept connection dies.
      try setSize(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
      try check(unsafe clibcurl_set_read_callback(curl, raw, sendBody))
      try check(unsafe clibcurl_set_pointer(curl, raw, CURLOPT_READDATA, target))
      unsafe code = curl.pointee.easy_perform(raw)
    }
    try withExtendedLifetime(exchange) { () throws(CurlFailure) in try check(code) }
  }

  /// A number that libcurl knows about the last request; 0 if it does not.
  func integer(_ info: CURLINFO) -> Int {
    var value = 0
    return unsafe clibcurl_get_long(curl, raw, info, &value) == CURLE_OK ? value : 0
  }

  /// A size, or a time in microseconds, that libcurl knows about the last request; -1 if it
  /// does not.
  func size(_ info: CURLINFO) -> Int {
    var value: curl_off_t = -1
    return unsafe clibcurl_get_offset(curl, raw, info, &value) == CURLE_OK ? Int(value) : -1
  }

  private func check(_ code: CURLcode) throws(CurlFailure) {
    guard code != CURLE_OK else { return }
    let detail = unsafe errorBuffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let name = unsafe String(cString: curl.pointee.easy_strerror(code))
    let message = detail.isEmpty ? name : String(decoding: detail, as: UTF8.self)
    throw CurlFailure(code: code, name: name, message: message)
  }
}

/// The failure of one call of libcurl.
struct CurlFailure: Error {
  /// What it returned.
  let code: CURLcode
  /// What it says about the code in general.
  let name: String
  /// What it says about this case, or else the name.
  let message: String
}
