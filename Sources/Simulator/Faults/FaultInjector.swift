// SPDX-License-Identifier: MIT

/// Applies the fault rules.
final class FaultInjector {
  private var rules: [FaultRule]
  let clockSkewMilliseconds = 0
  let limits: JMAPEngine.Limits? = nil

  init(_ rules: [FaultRule]) { self.rules = rules }

  struct Applied {
    var replaced = false
    func replacement(of service: Service) -> HTTPResponse? { nil }
    func steps(
      for response: HTTPResponse?,
      to transaction: Transaction,
      in service: Service
    ) -> [DeliveryStep] {
      guard let response else { return [.close] }
      return [.send(service.wire(response, transaction.request))]
    }
  }

  func effect(on transaction: Transaction, body: [UInt8]) -> Applied { Applied() }

  func schema(insteadOf document: SchemaDocument, after count: Int) -> SchemaDocument { document }
}
