// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Messages in the queue.
struct QueuedMessageType: TypeBehaviour {
  private static func due(_ message: JSONObject) -> Int {
    message["nextRetry"]?.string.flatMap { Timestamp($0)?.seconds } ?? Int.max
  }

  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    var messages = request.store.objects("QueuedMessage").sorted { left, right in
      (Self.due(left.value), left.id) < (Self.due(right.value), right.id)
    }
    var bounds = DueBounds()
    var texts: [String: String] = [:]
    for condition in try request.conditions(extraNames: ["due", "to", "queueName"]) {
      switch condition.property {
      case "due": try bounds.add(condition)
      case "queueName":
        guard let name = condition.value.string, (1...8).contains(name.utf8.count) else {
          throw condition.unsupported
        }
        messages.removeAll { message in
          !Self.recipients(message.value).contains { $0.value["queueName"]?.string == name }
        }
      case "returnPath", "to", "text":
        guard let text = condition.value.string else { throw condition.unsupported }
        texts[condition.property] = text
      default: throw condition.unsupported
      }
    }
    messages.removeAll { !bounds.accepts(Self.due($0.value)) }
    messages.removeAll { !Self.matches($0.value, texts) }
    try request.requireSort("due", of: "queued messages")
    let isAscending = request.arguments.sort.first?.isAscending ?? false
    if !texts.isEmpty, !isAscending {
      // A list is sorted by the time alone, so that equal times keep the order of the ids.
      messages.sort { left, right in
        let due = (Self.due(left.value), Self.due(right.value))
        return due.0 == due.1 ? left.id < right.id : due.0 > due.1
      }
    } else if !isAscending {
      messages.reverse()
    }
    let ids = messages.map(\.id)
    let window = request.window
    return texts.isEmpty ? try window.scan(ids) : try window.list(ids)
  }

  private static func recipients(_ message: JSONObject) -> JSONObject {
    message["recipients"]?.object ?? [:]
  }

  private static func matches(_ message: JSONObject, _ texts: [String: String]) -> Bool {
    let sender = message["returnPath"]?.string ?? ""
    let names = recipients(message).map(\.name)
    if let text = texts["text"] {
      return sender.containsBytes(text) || names.contains { $0.containsBytes(text) }
    }
    if let text = texts["returnPath"], !sender.containsBytes(text) { return false }
    if let text = texts["to"], !names.contains(where: { $0.containsBytes(text) }) { return false }
    return true
  }

  /// Changes a message or what becomes of its recipients.
  func update(_ change: ObjectChange, in call: SetCall) throws {
    var new = try call.patched(change)
    let old = change.snapshot ?? [:]
    let known = Self.recipients(old)
    for recipient in Self.recipients(new) where !known.contains(recipient.name) {
      throw SetError.invalidProperties("Recipient '\(recipient.name)' does not exist")
    }
    if new["nextRetry"] != old["nextRetry"] {
      let time = new["nextRetry"]?.string.flatMap { Timestamp($0)?.seconds } ?? call.clock.seconds
      let due = Timestamp(seconds: max(time, call.clock.seconds)).text
      new["recipients"] = .object(
        Self.recipients(new).mapValues { value in
          guard var recipient = value.object else { return value }
          if recipient["status"]?["@type"]?.string != "PermanentFailure" {
            recipient["retryDue"] = .string(due)
          }
          return .object(recipient)
        }
      )
    }
    if Self.recipients(new).isEmpty {
      call.store.remove("QueuedMessage", change.id.value)
    } else if new != old {
      let dues = Self.recipients(new).compactMap { $0.value["retryDue"]?.string }
      if let next = dues.min() { new["nextRetry"] = .string(next) }
      call.store.put("QueuedMessage", change.id.value, new)
    }
    call.didUpdate(change.id)
  }
}

extension JMAPEngine {
  /// Puts a message into the queue, to leave after a delay in seconds.
  func enqueue(
    _ bytes: [UInt8],
    from sender: String,
    to recipients: [String],
    blobID: String,
    delay: Int
  ) {
    guard let shape = schema.types["QueuedMessage"]?.shape else { return }
    let now = clock.seconds
    var message = store.defaults.object(shape)
    message["nextRetry"] = .string(Timestamp(seconds: now + delay).text)
    message["nextNotify"] = .string(Timestamp(seconds: now + 86_400).text)
    message["blobId"] = .string(store.blobs.keep(blobID))
    message["returnPath"] = .string(sender)
    message["receivedFromIp"] = "127.0.0.1"
    message["receivedViaPort"] = 0
    message["flags"] = ["authenticated": true]
    message["size"] = .number(JSONNumber(bytes.count))
    message["recipients"] = .object(
      JSONObject(recipients.map { ($0, JSONValue.object(recipient($0, now, delay))) })
    )
    store.insert("QueuedMessage", message)
  }

  private func recipient(_ address: String, _ now: Int, _ delay: Int) -> JSONObject {
    let domain = address.split(separator: "@").last.map(String.init) ?? ""
    let isLocal = store.owner(of: ObjectKeys.Key(domain: domain)) != nil
    return [
      "retryCount": 0, "retryDue": .string(Timestamp(seconds: now + delay).text), "notifyCount": 0,
      "notifyDue": .string(Timestamp(seconds: now + 86_400).text),
      "expires": [
        "expiresAt": .string(Timestamp(seconds: now + 259_200).text), "@type": "Ttl",
      ],
      "queueName": .string(
        store.ids("MtaDeliverySchedule").isEmpty || mode == .recovery
          ? "default" : isLocal ? "local" : "remote"
      ), "status": ["@type": "Scheduled"], "flags": [:],
      "orcpt": .null,
    ]
  }
}
