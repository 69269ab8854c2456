// SPDX-License-Identifier: MIT

internal import JSON

/// A request (RFC 8620, section 3.3) that the server's parser accepts.
struct EngineRequest {
  var using: Set<String> = []
  var calls: [MethodCall] = []
  /// Nil unless the client sent the member.
  var createdIDs: [String: ObjectID]?
}

/// Reads requests.
struct RequestReader {
  let schema: SchemaModel

  /// The request in a body; nil if it is to be refused as `notRequest`.
  func read(_ body: [UInt8]) -> EngineRequest? {
    guard
      let root = try? JSONSlice(body), root.kind == .object, let members = try? root.members()
    else { return nil }
    var request = EngineRequest()
    var hasUsing = false
    var hasCalls = false
    for member in members {
      switch member.name {
      case "using":
        guard let names = capabilities(member.value) else { return nil }
        request.using = names
        hasUsing = true
      case "methodCalls":
        guard let calls = calls(member.value) else { return nil }
        request.calls = calls
        hasCalls = true
      case "createdIds":
        guard member.value.kind != .null else { continue }
        guard let ids = createdIDs(member.value) else { return nil }
        request.createdIDs = ids
      default: continue
      }
    }
    return hasUsing && hasCalls ? request : nil
  }

  private func capabilities(_ slice: JSONSlice) -> Set<String>? {
    guard slice.kind == .array, let elements = try? slice.elements() else { return nil }
    var names: Set<String> = []
    for element in elements {
      guard let name = (try? element.value())?.string,
        StandardMethods.knownCapabilities.contains(name)
      else {
        return nil
      }
      names.insert(name)
    }
    return names
  }

  private func createdIDs(_ slice: JSONSlice) -> [String: ObjectID]? {
    guard slice.kind == .object, let members = try? slice.members() else { return nil }
    var ids: [String: ObjectID] = [:]
    for member in members {
      guard
        !member.value.hasEscapes, let text = (try? member.value.value())?.string,
        let id = ObjectID(text)
      else { return nil }
      ids[member.name] = id
    }
    return ids
  }

  private func calls(_ slice: JSONSlice) -> [MethodCall]? {
    guard slice.kind == .array, let elements = try? slice.elements() else { return nil }
    var calls: [MethodCall] = []
    for element in elements {
      guard
        element.kind == .array, let parts = try? element.elements(), parts.count == 3,
        let name = (try? parts[0].value())?.string, parts[1].kind == .object,
        let callID = (try? parts[2].value())?.string
      else { return nil }
      guard let call = call(name, parts[1], callID) else { return nil }
      calls.append(call)
    }
    return calls
  }

  private func call(_ name: String, _ slice: JSONSlice, _ callID: String) -> MethodCall? {
    let reader = ArgumentReader()
    let (type, function) = method(name)
    let arguments: MethodCall.Arguments
    do {
      switch function {
      case "get": arguments = .get(try reader.get(slice))
      case "set": arguments = .set(try reader.set(slice))
      case "query": arguments = .query(try reader.query(slice))
      default:
        guard let object = try? slice.value().object else { return nil }
        arguments = .other(object)
      }
    } catch .invalid(let message, _) {
      arguments = .invalid(message)
    } catch {
      return nil
    }
    if case .get(let get) = arguments, !hasKnownMethods(get.ids, get.properties) { return nil }
    if case .set(let set) = arguments, !hasKnownMethods(set.destroy) { return nil }
    return MethodCall(name: name, type: type, arguments: arguments, callID: callID)
  }

  /// Whether all references name methods that exist.
  private func hasKnownMethods(_ lists: ListArgument?...) -> Bool {
    lists.allSatisfy { list in
      guard case .reference(let reference) = list else { return true }
      return method(reference.name).function != nil
        || StandardMethods.names.contains(reference.name)
    }
  }

  /// The type and the function of a method of the registry; nil for any other name.
  func method(_ name: String) -> (type: ObjectType?, function: String?) {
    guard name.hasPrefix("x:") else { return (nil, nil) }
    let parts = name.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let type = schema.types[String(parts[0])] else { return (nil, nil) }
    switch parts[1] {
    case "get", "set": return (type, String(parts[1]))
    case "query" where !type.isSingleton: return (type, "query")
    default: return (nil, nil)
    }
  }
}
