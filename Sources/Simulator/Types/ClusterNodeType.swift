// SPDX-License-Identifier: MIT

internal import JSON

/// The nodes of the cluster: this server, unless some are stored.
struct ClusterNodeType: TypeBehaviour {
  private func own(_ request: GetRequest) -> JSONObject {
    let settings = request.store.singleton("SystemSettings")
    let hostname = settings["defaultHostname"]?.string ?? ""
    return [
      "nodeId": 0, "hostname": .string(hostname.isEmpty ? "mail.example.org" : hostname),
      "lastRenewal": .string(Timestamp(seconds: request.clock.seconds).text), "status": "active",
    ]
  }

  /// An empty list of ids asks for all.
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    let stored = request.store.objects("ClusterNode")
    let nodes = stored.isEmpty ? [(id: UInt64(0), value: own(request))] : stored
    var request = request
    if request.ids?.isEmpty ?? false { request.ids = nil }
    let (list, notFound) = request.answer(all: nodes.map { ObjectID(value: $0.id) }) { id in
      nodes.first { $0.id == id.value }?.value
    }
    return (list, notFound.reversed())
  }

  /// Looks at no filter.
  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    try request.requireSort("nodeId", of: "cluster nodes")
    let ids = request.store.ids("ClusterNode")
    return try request.window.list(ids.isEmpty ? [0] : ids)
  }
}
