// SPDX-License-Identifier: MIT

public import JSON

/// A small data set for demonstrations: two domains, a few people, a group, a list.
public enum DemoData {
  /// The data set, in the form that `--data` reads.
  public static let dataSet: JSONValue = (try? JSONValue(parsing: text)) ?? [:]

  private static let text = """
    {"objects": {
      "Domain": [
        {"id": "b", "name": "example.org", "dkimManagement": {"@type": "Manual"}},
        {"id": "c", "name": "example.com", "description": "the shop",
         "aliases": {"shop.example": true}, "dkimManagement": {"@type": "Manual"}}],
      "Role": [
        {"id": "b", "description": "Help desk",
         "enabledPermissions": {"authenticate": true, "sysAccountGet": true,
           "sysAccountQuery": true, "sysDomainGet": true, "sysDomainQuery": true}}],
      "Account": [
        {"id": "b", "@type": "User", "name": "jane", "domainId": "b",
         "description": "Jane Doe", "memberGroupIds": {"e": true},
         "roles": {"@type": "Custom", "roleIds": {"b": true}},
         "credentials": {"0": {"@type": "Password", "credentialId": "a",
           "secret": "correct-horse-1"}}},
        {"id": "c", "@type": "User", "name": "joe", "domainId": "b", "description": "Joe Bloggs",
         "quotas": {"maxDiskQuota": 1073741824},
         "credentials": {"0": {"@type": "Password", "credentialId": "a",
           "secret": "correct-horse-2"}}},
        {"id": "d", "@type": "User", "name": "shop", "domainId": "c", "description": "Orders",
         "credentials": {"0": {"@type": "Password", "credentialId": "a",
           "secret": "correct-horse-3"}}},
        {"id": "e", "@type": "Group", "name": "sales", "domainId": "b",
         "description": "Sales team"}],
      "MailingList": [
        {"id": "b", "name": "news", "domainId": "b", "description": "Newsletter",
         "recipients": {"jane@example.org": true, "joe@example.org": true}}],
      "BlockedIp": [
        {"id": "b", "address": "203.0.113.7", "reason": "manual"},
        {"id": "c", "address": "198.51.100.0/24", "reason": "portScanning"}]
     },
     "singletons": {
      "SystemSettings": {"defaultHostname": "mail.example.org", "defaultDomainId": "b"}}}
    """
}
