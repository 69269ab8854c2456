// SPDX-License-Identifier: MIT

internal import JSON

/// What the schema document does not say about single properties.
enum SpecialProperties {
  /// What stands in place of a secret.
  static let mask = "****"

  /// Never shown: `****` stands in their place.
  static let masked: Set<String> = [
    "AccountPassword.secret", "AcmeProvider.accountKey", "ApiKey.secret", "AppPassword.secret",
    "OAuthClient.secret", "OtpAuth.otpUrl", "PasswordCredential.otpAuth",
    "PasswordCredential.secret", "SecondaryCredential.secret", "SecretKeyValue.secret",
    "SecretTextValue.secret",
  ]

  /// Never returned, not even masked.
  static let writeOnly: Set<String> = [
    "AccountPassword.currentSecret", "AcmeProvider.eabHmacKey", "AcmeProvider.eabKeyId",
    "DnsServerCloudflare.email", "DnsServerDnsimple.secret", "DnsServerPorkbun.secret",
    "MaskedEmail.emailDomain", "MaskedEmail.emailPrefix", "OtpAuth.otpCode",
  ]

  /// Made when an object is read; never stored.
  static let computed: Set<String> = [
    "AcmeProvider.description", "Dkim1Signature.publicKey", "Dkim2Signature.publicKey",
    "Domain.dnsZoneFile", "GroupAccount.emailAddress", "GroupAccount.usedDiskQuota",
    "MailingList.emailAddress", "Tenant.usedDiskQuota", "UserAccount.emailAddress",
    "UserAccount.usedDiskQuota",
  ]

  /// Accepted on input and thrown away.
  static let discarded: Set<String> = [
    "AcmeProvider.eabHmacKey", "AcmeProvider.eabKeyId", "DnsServerCloudflare.email",
    "DnsServerDnsimple.secret", "DnsServerPorkbun.secret",
  ]

  /// Defaults that the document does not tell, or tells in another order.
  static let defaults: [String: JSONValue] = [
    "EventTracingLevel.event": "store.unexpected-error",
    "Dkim1Signature.headers": [
      "From": true, "To": true, "Date": true, "Subject": true, "Message-ID": true,
    ],
  ]

  /// Expressions that may be empty.
  static let optionalExpressions: Set<String> = [
    "MtaQueueQuota.match", "SieveSystemInterpreter.defaultReturnPath",
  ]

  /// Properties that the document calls texts and the server treats as ids.
  static let plainIDs: Set<String> = ["credentialId", "documentId"]
}
