import Glibc
import JSON
@testable import Simulator

func readAll(_ p: String) -> [UInt8] {
  let f = unsafe fopen(p, "r"); var out: [UInt8] = []; var buf = [UInt8](repeating: 0, count: 1 << 16)
  while true { let n = unsafe fread(&buf, 1, buf.count, f); if n == 0 { break }; out += buf[0..<n] }
  unsafe fclose(f); return out
}
let args = CommandLine.arguments
let mode = ServerMode(rawValue: args[1]) ?? .recovery
let clock = ServerClock()
let schema = try SchemaModel(document: readAll("/tmp/d/schema.json"))
let store = RegistryStore(schema: schema, mode: mode, clock: clock)
store.seedFirstStart()
let engine = JMAPEngine(schema: schema, store: store, mode: mode, clock: clock)
engine.sessionState = { _ in "3f034adb" }
func out(_ s: JSONValue) { print(s.serialized()); unsafe fflush(nil) }
while let line = readLine(strippingNewline: true) {
  guard let q = try? JSONValue(parsing: line) else { continue }
  let body = Array((q["body"]?.string ?? "").utf8)
  var caller = Caller(accountID: Caller.recoveryAdministratorID, name: "admin", permissions: Set(store.allPermissions), tenantID: nil)
  if let u = q["user"]?.string, u != "admin" {
    guard let a = store.loginAccount(named: u), let c = a.credentials.first(where: { $0.secret == q["secret"]?.string ?? "" }) else { out(["status": 401]); continue }
    caller = Caller(accountID: a.id, name: u, permissions: c.permissions, tenantID: a.tenantID, groupIDs: a.groupIDs)
  }
  if let up = q["upload"]?.string {
    let id = store.blobs.upload(body, account: ObjectID(up)?.value ?? 0)
    out(["status": 200, "body": .string(JSONValue.object(["accountId": .string(up), "blobId": .string(id), "type": q["type"] ?? "application/octet-stream", "size": .number(JSONNumber(body.count))]).serialized())]); continue
  }
  switch engine.process(body: body, caller: caller) {
  case .response(let b): out(["status": 200, "body": .string(String(decoding: b, as: UTF8.self))])
  case .problem(let s, let b): out(["status": .number(JSONNumber(s)), "body": .string(b.serialized())])
  case .dropConnection: out(["dropped": true])
  }
}
