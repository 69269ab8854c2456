// SPDX-License-Identifier: MIT

public import JSON

/// A small data set for demonstrations: two domains, a few people, a group, a list, mail in the queue.
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
        {"id": "c", "address": "198.51.100.0/24", "reason": "portScanning"}],
      "QueuedMessage": [
        {"id": "b", "createdAt": "2026-01-02T08:00:00Z", "nextRetry": "2026-01-02T08:00:00Z",
         "nextNotify": "2026-01-03T08:00:00Z", "blobId": "a", "returnPath": "jane@example.org",
         "receivedFromIp": "127.0.0.1", "receivedViaPort": 465, "flags": {"authenticated": true},
         "envId": null, "priority": 0, "size": 1843, "recipients": {
           "ann@elsewhere.example": {"retryCount": 0, "retryDue": "2026-01-02T08:00:00Z",
             "notifyCount": 0,
             "notifyDue": "2026-01-03T08:00:00Z", "queueName": "remote", "orcpt": null, "flags": {},
             "expires": {"@type": "Ttl", "expiresAt": "2026-01-05T08:00:00Z"},
             "status": {"@type": "Scheduled"}},
           "bob@elsewhere.example": {"retryCount": 0, "retryDue": "2026-01-02T08:00:00Z",
             "notifyCount": 0,
             "notifyDue": "2026-01-03T08:00:00Z", "queueName": "remote", "orcpt": null, "flags": {},
             "expires": {"@type": "Ttl", "expiresAt": "2026-01-05T08:00:00Z"},
             "status": {"@type": "Scheduled"}}}},
        {"id": "c", "createdAt": "2026-01-02T08:05:00Z", "nextRetry": "2026-01-02T10:30:00Z",
         "nextNotify": "2026-01-03T08:00:00Z", "blobId": "a", "returnPath": "shop@example.com",
         "receivedFromIp": "127.0.0.1", "receivedViaPort": 465, "flags": {"authenticated": true},
         "envId": null, "priority": 0, "size": 52110, "recipients": {
           "customer@elsewhere.example": {"retryCount": 3, "retryDue": "2026-01-02T10:30:00Z",
             "notifyCount": 0,
             "notifyDue": "2026-01-03T08:00:00Z", "queueName": "remote", "orcpt": null, "flags": {},
             "expires": {"@type": "Ttl", "expiresAt": "2026-01-05T08:00:00Z"},
             "status": {"@type": "Scheduled"}}}},
        {"id": "d", "createdAt": "2026-01-02T08:10:00Z", "nextRetry": "2026-01-02T09:00:00Z",
         "nextNotify": "2026-01-03T08:00:00Z", "blobId": "a", "returnPath": "joe@example.org",
         "receivedFromIp": "127.0.0.1", "receivedViaPort": 465, "flags": {"authenticated": true},
         "envId": null, "priority": 0, "size": 904, "recipients": {
           "carl@nowhere.example": {"retryCount": 1, "retryDue": "2026-01-02T09:00:00Z",
             "notifyCount": 0,
             "notifyDue": "2026-01-03T08:00:00Z", "queueName": "remote", "orcpt": null, "flags": {},
             "expires": {"@type": "Ttl", "expiresAt": "2026-01-05T08:00:00Z"},
             "status": {"@type": "Scheduled"}}}}]
     },
     "singletons": {
      "SystemSettings": {"defaultHostname": "mail.example.org", "defaultDomainId": "b"}}}
    """
}
