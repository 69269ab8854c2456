// SPDX-License-Identifier: MIT

/// The order in which the server declares the properties of its types.
///
/// The schema document lists properties by name; the server writes them, and
/// finds what is wrong with them, in this order. One type a line; a type that
/// is missing here declares its properties by name.
enum DeclarationOrder {
  /// The properties of each type.
  static let properties: [String: [Substring]] = {
    var table: [String: [Substring]] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      table[String(words[0].dropLast())] = Array(words.dropFirst())
    }
    return table
  }()

  private static let text = """
    AccountPassword: secret otpAuth currentSecret
    AccountSettings: description locale timeZone encryptionAtRest
    AcmeProvider: challengeType contact directory accountKey accountUri renewBefore maxRetries \
    memberTenantId preferredChain reuseKey description eabHmacKey eabKeyId
    AddressBook: defaultDisplayName defaultHrefName maxVCardSize maxAddressBooks maxContacts
    AiModel: name allowInvalidCerts temperature model timeout modelType url httpAuth httpHeaders
    Alert: condition emailAlert eventAlert enable
    AllowedIp: address reason createdAt expiresAt
    ApiKey: description secret createdAt expiresAt permissions allowedIps
    AppPassword: description secret createdAt expiresAt permissions allowedIps
    Application: enabled description resourceUrl urlPrefix autoUpdateFrequency unpackDirectory
    ArchivedCalendarEvent: title startTime createdAt accountId blobId archivedAt archivedUntil \
    status
    ArchivedContactCard: name createdAt accountId blobId archivedAt archivedUntil status
    ArchivedEmail: from subject receivedAt size blobId accountId archivedAt archivedUntil status
    ArchivedFileNode: name createdAt accountId blobId archivedAt archivedUntil status
    ArchivedSieveScript: name createdAt content accountId blobId archivedAt archivedUntil status
    ArfExternalReport: report from subject to receivedAt expiresAt memberTenantId
    ArfFeedbackReport: feedbackType arrivalDate authenticationResults incidents originalEnvelopeId \
    originalMailFrom originalRcptTo reportedDomains reportedUris reportingMta sourceIp sourcePort \
    userAgent version authFailure deliveryResult dkimAdspDns dkimCanonicalizedBody \
    dkimCanonicalizedHeader dkimDomain dkimIdentity dkimSelector dkimSelectorDns spfDns \
    identityAlignment message headers
    AsnDns: zoneIpV4 zoneIpV6 separator indexAsn indexAsnName indexCountry
    AsnResource: expires maxSize timeout asnUrls geoUrls httpAuth httpHeaders
    Authentication: directoryId defaultUserRoleIds defaultGroupRoleIds defaultTenantRoleIds \
    defaultAdminRoleIds passwordHashAlgorithm passwordMinLength passwordMaxLength \
    passwordMinStrength passwordDefaultExpiry maxAppPasswords maxApiKeys
    AzureStore: storageAccount container accessKey sasToken timeout maxRetries keyPrefix
    BlockedIp: address reason createdAt expiresAt
    Bootstrap: serverHostname defaultDomain requestTlsCertificate generateDkimKeys dataStore \
    blobStore searchStore inMemoryStore directory tracer dnsServer secret username
    Cache: accessTokens contacts dnsIpv4 dnsIpv6 dnsMtaSts dnsMx dnsPtr dnsRbl dnsTlsa dnsTxt \
    events scheduling files httpAuth messages domains domainNames domainNamesNegative \
    emailAddresses emailAddressesNegative accounts roles tenants mailingLists dkimSignatures \
    negativeTtl
    Calendar: defaultDisplayName defaultHrefName maxAttendees maxRecurrenceExpansions \
    maxICalendarSize maxCalendars maxEvents maxParticipantIdentities maxEventNotifications
    CalendarScheduling: enable httpRsvpEnable httpRsvpLinkExpiry httpRsvpUrl autoAddInvitations \
    itipMaxSize maxRecipients emailTemplate httpRsvpTemplate
    Certificate: certificate privateKey subjectAlternativeNames notValidAfter notValidBefore issuer
    ClusterNode: nodeId hostname lastRenewal status
    ClusterRole: name description tasks listeners
    DataRetention: expungeTrashAfter expungeSubmissionsAfter expungeShareNotifyAfter \
    expungeSchedulingInboxAfter expungeSchedule dataCleanupSchedule blobCleanupSchedule \
    maxChangesHistory archiveDeletedItemsFor archiveDeletedAccountsFor holdMtaReportsFor \
    holdTracesFor holdMetricsFor metricsCollectionInterval
    DeliveryError: errorType errorMessage errorCommand responseHostname responseCode \
    responseEnhanced responseMessage
    Dkim1Signature: auid canonicalization expire headers privateKey report thirdParty \
    thirdPartyHash domainId memberTenantId selector createdAt nextTransitionAt stage publicKey
    Dkim2Signature: flags privateKey domainId memberTenantId selector createdAt nextTransitionAt \
    stage publicKey
    DkimManagementProperties: algorithms selectorTemplate rotateAfter retireAfter deleteAfter
    DkimReportSettings: fromAddress fromName sendFrequency dkimSignDomain subject
    DmarcDkimResult: domain selector result humanResult
    DmarcExtension: name definition
    DmarcExternalReport: report from subject to receivedAt expiresAt memberTenantId
    DmarcInternalReport: rua policyIdentifier report domain createdAt deliverAt
    DmarcPolicyOverrideReason: overrideType comment
    DmarcReport: version orgName email extraContactInfo reportId dateRangeBegin dateRangeEnd errors \
    policyDomain policyVersion policyAdkim policyAspf policyDisposition policySubdomainDisposition \
    policyTestingMode policyFailureReportingOptions records extensions generator policyNp \
    policyDiscoveryMethod
    DmarcReportRecord: sourceIp count evaluatedDisposition evaluatedDkim evaluatedSpf \
    policyOverrideReasons envelopeTo envelopeFrom headerFrom dkimResults spfResults extensions
    DmarcReportSettings: aggregateContactInfo aggregateFromAddress aggregateFromName \
    aggregateMaxReportSize aggregateOrgName aggregateSendFrequency aggregateDkimSignDomain \
    aggregateSubject failureFromAddress failureFromName failureSendFrequency failureDkimSignDomain \
    failureSubject
    DmarcSpfResult: domain scope result humanResult
    DmarcTroubleshoot: remoteIp ehloDomain mailFrom to spfEhloDomain spfMailFromDomain message \
    spfEhloResult spfMailFromResult ipRevResult ipRevPtr dkimResults dkimPass dkim2Result dkim2Pass \
    arcResult dmarcResult dmarcPass dmarcPolicy elapsed
    DnsCustomResolver: protocol address port
    DnsResolverCommon: attempts concurrency enableEdns preserveIntermediates timeout tcpOnError
    DnsResolverCustom: servers attempts concurrency enableEdns preserveIntermediates timeout \
    tcpOnError
    DnsResolverTls: useTls attempts concurrency enableEdns preserveIntermediates timeout tcpOnError
    DnsServerAlidns: accessKey secretKey region securityToken line description memberTenantId \
    timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerAutodns: username password context description memberTenantId timeout ttl \
    pollingInterval propagationTimeout propagationDelay
    DnsServerAzureDns: tenantId clientId clientSecret subscriptionId resourceGroup environment \
    description memberTenantId timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerBaiduCloud: accessKey secretKey description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerBluecatV2: baseUrl username password configName viewName skipDeploy description \
    memberTenantId timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerClouDns: authId subAuthId password description memberTenantId timeout ttl \
    pollingInterval propagationTimeout propagationDelay
    DnsServerCloud: secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerCloudflare: secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay email
    DnsServerConstellix: apiKey secretKey timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerCpanel: baseUrl username token timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerDnsMadeEasy: apiKey secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerDnsimple: authToken accountIdentifier description memberTenantId timeout ttl \
    pollingInterval propagationTimeout propagationDelay secret
    DnsServerDomeneshop: authToken secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerEasyDns: token key description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerEdgeDns: host clientToken clientSecret accessToken accountSwitchKey description \
    memberTenantId timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerExoscale: apiKey secret timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerGlesys: apiUser apiKey description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerGodaddy: apiKey secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerGoogleCloudDns: serviceAccountJson projectId managedZone privateZone \
    impersonateServiceAccount description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerHuaweiCloud: accessKey secretKey region description memberTenantId timeout ttl \
    pollingInterval propagationTimeout propagationDelay
    DnsServerHurricane: credentials timeout ttl pollingInterval propagationTimeout propagationDelay \
    description memberTenantId
    DnsServerIbmCloud: username apiKey description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerInfoblox: host port username password wapiVersion dnsView description memberTenantId \
    timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerInwx: username password sharedSecret sandbox description memberTenantId timeout ttl \
    pollingInterval propagationTimeout propagationDelay
    DnsServerJoker: auth timeout ttl pollingInterval propagationTimeout propagationDelay \
    description memberTenantId
    DnsServerLightsail: accessKeyId secretAccessKey sessionToken region domain description \
    memberTenantId timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerLuaDns: username authToken timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerMythicBeasts: username password timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerNameDotCom: username authToken description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerNamecheap: apiUser apiKey clientIp username description memberTenantId timeout ttl \
    pollingInterval propagationTimeout propagationDelay
    DnsServerNetcup: customerNumber apiKey password timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerNifcloud: accessKey secretKey timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerOracleCloud: tenancyOcid userOcid fingerprint privateKeyPem privateKeyPassword region \
    compartmentOcid description memberTenantId timeout ttl pollingInterval propagationTimeout \
    propagationDelay
    DnsServerOvh: applicationKey applicationSecret consumerKey ovhEndpoint timeout ttl \
    pollingInterval propagationTimeout propagationDelay description memberTenantId
    DnsServerPlesk: baseUrl apiKey description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerPorkbun: apiKey secretApiKey description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay secret
    DnsServerRoute53: accessKeyId secretAccessKey sessionToken region hostedZoneId privateZoneOnly \
    description memberTenantId timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerSpaceship: apiKey secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerTencentCloud: secretId secretKey region sessionToken description memberTenantId \
    timeout ttl pollingInterval propagationTimeout propagationDelay
    DnsServerTransip: username privateKeyPem description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerTsig: host port keyName key protocol tsigAlgorithm description memberTenantId timeout \
    ttl pollingInterval propagationTimeout propagationDelay
    DnsServerUltraDns: username password endpoint timeout ttl pollingInterval propagationTimeout \
    propagationDelay description memberTenantId
    DnsServerVercel: authToken teamId description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerVolcengine: accessKey secretKey region host scheme timeout ttl pollingInterval \
    propagationTimeout propagationDelay description memberTenantId
    DnsServerWebSupport: apiKey secret description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    DnsServerYandexCloud: apiKey folderId description memberTenantId timeout ttl pollingInterval \
    propagationTimeout propagationDelay
    Domain: name aliases isEnabled createdAt description logo certificateManagement dkimManagement \
    dnsManagement memberTenantId directoryId catchAllAddress subAddressing allowRelaying \
    reportAddressUri dnsZoneFile
    DsnReportSettings: fromAddress fromName dkimSignDomain
    ElasticSearchStore: url numReplicas numShards includeSource timeout allowInvalidCerts httpAuth \
    httpHeaders
    Email: maxAttachmentSize maxMessageSize maxMailboxDepth maxMailboxNameLength encryptOnAppend \
    encryptAtRest compressionAlgorithm defaultFolders maxMessages maxSubmissions maxIdentities \
    maxMailboxes maxMaskedAddresses maxPublicKeys
    EmailAlias: enabled name domainId description
    EmailFolder: name create subscribe aliases
    EncryptionSettings: publicKey encryptOnAppend allowSpamTraining
    Expression: match else
    FileStorage: maxSize maxFiles maxFolders
    FileSystemStore: path depth
    FtrlParameters: alpha beta numFeatures l1Ratio l2Ratio
    GroupAccount: name domainId description createdAt memberTenantId roles quotas permissions \
    aliases locale timeZone usedDiskQuota emailAddress
    Http: rateLimitAuthenticated rateLimitAnonymous allowedEndpoints enableHsts usePermissiveCors \
    responseHeaders useXForwarded redirectRoot
    HttpAuthBasic: username secret
    HttpForm: deliverTo defaultFromAddress fieldEmail enable fieldHoneyPot maxSize defaultName \
    fieldName rateLimit defaultSubject fieldSubject validateDomain
    HttpLookup: namespace enable format isGzipped maxEntries maxEntrySize maxSize refresh retry \
    timeout url
    HurricaneCredential: zone secret
    Imap: allowPlainTextAuth maxAuthFailures maxConcurrent maxRequestRate maxRequestSize \
    timeoutAnonymous timeoutAuthenticated timeoutIdle maxMessagesPerCommand minUidBatchSize \
    maxUidBatches maxMessagesPerSave
    Jmap: parseLimitEvent parseLimitContact parseLimitEmail changesMaxResults getMaxResults \
    queryMaxResults maxMethodCalls maxConcurrentRequests maxRequestSize setMaxObjects \
    snippetMaxResults maxConcurrentUploads maxUploadSize maxUploadCount uploadQuota uploadTtl \
    eventSourceThrottle pushAttemptWait pushMaxAttempts pushRetryWait pushThrottle \
    pushRequestTimeout pushVerifyTimeout pushShardsTotal websocketHeartbeat websocketThrottle \
    websocketTimeout maxSubscriptions webPushKey webPushContact maxPushSize
    JokerAuthUsernamePassword: username password
    LdapDirectory: description url timeout allowInvalidCerts useTls baseDn bindDn bindSecret \
    bindAuthentication filterLogin filterMailbox filterMemberOf attrClass attrDescription attrEmail \
    attrEmailAlias attrMemberOf attrSecret attrSecretChanged groupClass poolMaxConnections \
    poolTimeoutCreate poolTimeoutRecycle poolTimeoutWait memberTenantId
    Log: timestamp level event details
    MailingList: name domainId description aliases memberTenantId recipients emailAddress
    MaskedEmail: email description enabled accountId expiresAt createdAt forDomain url createdBy \
    emailPrefix emailDomain
    MeilisearchStore: url pollInterval maxRetries failOnTimeout timeout allowInvalidCerts httpAuth \
    httpHeaders
    MemoryLookupKey: namespace key isGlobPattern
    MemoryLookupKeyValue: namespace key value isGlobPattern
    MetricSum: count sum metric timestamp
    Metrics: openTelemetry prometheus metrics metricsPolicy
    MetricsOtelHttp: endpoint interval timeout httpAuth httpHeaders
    MetricsPrometheusProperties: authUsername authSecret
    MtaConnectionStrategy: name description ehloHostname sourceIps connectTimeout dataTimeout \
    ehloTimeout greetingTimeout mailFromTimeout rcptToTimeout
    MtaDeliverySchedule: name description expiry notify queueId retry
    MtaHook: allowInvalidCerts enable maxResponseSize tempFailOnError stages timeout url httpAuth \
    httpHeaders
    MtaInboundThrottle: enable description key match rate
    MtaMilter: allowInvalidCerts enable hostname maxResponseSize tempFailOnError protocolVersion \
    port stages timeoutCommand timeoutConnect timeoutData useTls flagsAction flagsProtocol
    MtaOutboundThrottle: enable description key match rate
    MtaQueueQuota: enable description key match messages size
    MtaRouteCommon: name description
    MtaRouteMx: ipLookupStrategy maxMultihomed maxMxHosts name description
    MtaRouteRelay: address authSecret authUsername port protocol allowInvalidCerts implicitTls name \
    description
    MtaStageAuth: maxFailures waitOnFail saslMechanisms mustMatchSender require
    MtaStageConnect: smtpGreeting hostname script
    MtaStageData: addAuthResultsHeader addDateHeader addDeliveredToHeader addMessageIdHeader \
    addReceivedHeader addReceivedSpfHeader addReturnPathHeader maxMessages maxReceivedHeaders \
    maxMessageSize script enableSpamFilter
    MtaStageRcpt: maxFailures waitOnFail maxRecipients allowRelaying rewrite script
    MtaTlsStrategy: name allowInvalidCerts dane description mtaSts startTls mtaStsTimeout \
    tlsTimeout
    MtaVirtualQueue: name description threadsPerNode
    MySqlSettings: host port database authUsername authSecret
    MySqlStore: timeout useTls allowInvalidCerts maxAllowedPacket poolMaxConnections \
    poolMinConnections readReplicas host port database authUsername authSecret
    NatsCoordinator: addresses maxReconnects timeoutConnection timeoutRequest pingInterval \
    capacityClient capacityReadBuffer capacitySubscription noEcho useTls authSecret authUsername \
    credentials
    NetworkListener: name bind protocol overrideProxyTrustedNetworks socketBacklog socketNoDelay \
    socketReceiveBufferSize socketReuseAddress socketReusePort socketSendBufferSize socketTosV4 \
    socketTtl useTls tlsDisableCipherSuites tlsDisableProtocols tlsIgnoreClientOrder tlsImplicit \
    tlsTimeout maxConnections
    OAuthClient: clientId description contacts secret createdAt expiresAt memberTenantId \
    redirectUris logo
    OidcDirectory: description issuerUrl requireAudience requireScopes claimUsername usernameDomain \
    claimName claimGroups memberTenantId
    OidcProvider: authCodeMaxAttempts anonymousClientRegistration requireClientRegistration \
    authCodeExpiry refreshTokenExpiry refreshTokenRenewal accessTokenExpiry userCodeExpiry \
    idTokenExpiry encryptionKey signatureAlgorithm signatureKey
    OtpAuth: otpUrl otpCode
    PasswordCredential: credentialId secret otpAuth expiresAt allowedIps
    PermissionsList: enabledPermissions disabledPermissions
    PostgreSqlSettings: host port database options authUsername authSecret
    PostgreSqlStore: timeout useTls allowInvalidCerts poolMaxConnections poolRecyclingMethod \
    readReplicas host port database authUsername authSecret options
    PublicKey: accountId key description createdAt expiresAt emailAddresses
    QueuedMessage: createdAt nextRetry nextNotify blobId returnPath recipients receivedFromIp \
    receivedViaPort flags envId priority size
    QueuedRecipient: retryCount retryDue notifyCount notifyDue expires queueName status flags orcpt
    RedisClusterStore: urls timeout authUsername authSecret maxRetryWait minRetryWait maxRetries \
    readFromReplicas protocolVersion poolMaxConnections poolTimeoutCreate poolTimeoutWait \
    poolTimeoutRecycle
    RedisSentinelStore: urls serviceName timeout authUsername authSecret sentinelUsername \
    sentinelSecret protocolVersion poolMaxConnections poolTimeoutCreate poolTimeoutWait \
    poolTimeoutRecycle
    RedisStore: url timeout poolMaxConnections poolTimeoutCreate poolTimeoutWait poolTimeoutRecycle
    ReportSettings: inboundReportAddresses inboundReportForwarding outboundReportDomain \
    outboundReportSubmitter inboundReportMaxSize
    RocksDbStore: path blobSize bufferSize poolWorkers cacheSize
    Role: description memberTenantId roleIds enabledPermissions disabledPermissions
    S3Store: region bucket accessKey secretKey securityToken sessionToken profile timeout \
    maxRetries keyPrefix allowInvalidCerts verifyAfterWrite
    Search: indexBatchSize defaultLanguage supportedLanguages indexCalendar indexCalendarFields \
    indexContacts indexContactFields indexEmail indexEmailFields indexTelemetry indexTracingFields
    SecondaryCredential: credentialId description secret createdAt expiresAt permissions allowedIps
    Security: abuseBanRate abuseBanPeriod authBanRate authBanPeriod loiterBanRate loiterBanPeriod \
    scanBanPaths scanBanRate scanBanPeriod
    SenderAuth: dkimSignDomain dkimStrict dkimVerify spfEhloVerify spfFromVerify arcVerify \
    dmarcVerify reverseIpVerify
    ServerResponse: responseHostname responseCode responseEnhanced responseMessage
    Service: hostname cleartext
    SieveSystemInterpreter: defaultFromAddress defaultFromName messageIdHostname duplicateExpiry \
    noCapabilityCheck defaultReturnPath dkimSignDomain maxCpuCycles maxNestedIncludes \
    maxOutMessages maxReceivedHeaders maxRedirects maxVarSize
    SieveSystemScript: name description isActive contents
    SieveUserInterpreter: defaultExpiryDuplicate defaultExpiryVacation disableCapabilities \
    allowedNotifyUris protectedHeaders defaultSubject defaultSubjectPrefix maxCpuCycles \
    maxHeaderSize maxIncludes maxLocalVars maxMatchVars maxScriptNameLength maxNestedBlocks \
    maxNestedForEvery maxNestedIncludes maxNestedTests maxOutMessages maxReceivedHeaders \
    maxRedirects maxScriptSize maxStringLength maxVarNameLength maxVarSize maxScripts
    SieveUserScript: name description isActive contents
    SpamClassifier: model learnHamFromCard learnSpamFromRblHits learnSpamFromTraps holdSamplesFor \
    minHamSamples minSpamSamples reservoirCapacity trainFrequency learnHamFromReply
    SpamClassifierFtrlCcfh: indicatorParameters parameters featureL2Normalize featureLogScale
    SpamClassifierFtrlFh: parameters featureL2Normalize featureLogScale
    SpamClassify: message remoteIp ehloDomain authenticatedAs isTls envFrom envFromParameters \
    envRcptTo score result tags
    SpamClassifyTag: score disposition
    SpamDnsblServerAny: tag zone name description enable
    SpamDnsblServerBody: tag zone name description enable
    SpamDnsblServerDomain: tag zone name description enable
    SpamDnsblServerEmail: tag zone name description enable
    SpamDnsblServerHeader: tag zone name description enable
    SpamDnsblServerIp: tag zone name description enable
    SpamDnsblServerUrl: tag zone name description enable
    SpamFileExtension: extension isArchive isBad isNz contentTypes
    SpamLlmProperties: categories confidence responsePosCategory responsePosConfidence \
    responsePosExplanation modelId prompt separator temperature
    SpamPyzor: blockCount enable host port ratio timeout allowCount
    SpamRuleAny: condition name description enable priority
    SpamRuleBody: condition name description enable priority
    SpamRuleDomain: condition name description enable priority
    SpamRuleEmail: condition name description enable priority
    SpamRuleHeader: condition name description enable priority
    SpamRuleIp: condition name description enable priority
    SpamRuleUrl: condition name description enable priority
    SpamSettings: trustContacts enable greylistFor scoreDiscard scoreReject scoreSpam trustReplies \
    spamFilterRulesUrl
    SpamTagScore: tag score
    SpamTrainingSample: from subject blobId isSpam accountId expiresAt deleteAfterUse
    SpfReportSettings: fromAddress fromName sendFrequency dkimSignDomain subject
    SqlDirectory: description store columnEmail columnSecret columnClass columnDescription \
    queryLogin queryRecipient queryMemberOf queryEmailAliases memberTenantId
    SqliteStore: path poolWorkers poolMaxConnections
    SystemSettings: defaultHostname defaultDomainId defaultCertificateId threadPoolSize \
    maxConnections proxyTrustedNetworks mailExchangers services providerInfo
    TaskAccountMaintenance: accountId maintenanceType status due
    TaskCalendarAlarmEmail: alarmId eventId eventStart eventEnd eventStartTz eventEndTz accountId \
    documentId status due
    TaskCalendarAlarmNotification: alarmId eventId recurrenceId accountId documentId status due
    TaskCalendarItipContents: from to isFromOrganizer summary iCalendarData
    TaskCalendarItipMessage: messages accountId documentId status due
    TaskDestroyAccount: accountId accountName accountDomainId accountType status due
    TaskDmarcReport: reportId status due
    TaskDnsManagement: updateRecords onSuccessRenewCertificate domainId status due
    TaskDomainManagement: domainId status due
    TaskIndexDocument: documentType accountId documentId status due
    TaskIndexTrace: traceId status due
    TaskMergeThreads: accountId threadName messageIds status due
    TaskRestoreArchivedItem: blobId archivedItemType accountId createdAt archivedUntil status due
    TaskRetryStrategyBackoff: factor initialDelay maxDelay jitter
    TaskSpamFilterMaintenance: maintenanceType status due
    TaskStatusRetry: createdAt due attemptNumber failureReason
    TaskStoreMaintenance: maintenanceType shardIndex status due
    TaskTenantMaintenance: tenantId maintenanceType status due
    TaskTlsReport: reportId status due
    Tenant: name createdAt logo roles permissions quotas usedDiskQuota
    TlsExternalReport: report from subject to receivedAt expiresAt memberTenantId
    TlsFailureDetails: resultType sendingMtaIp receivingMxHostname receivingMxHelo receivingIp \
    failedSessionCount additionalInformation failureReasonCode
    TlsInternalReport: mailRua httpRua policyIdentifiers report domain createdAt deliverAt
    TlsReport: organizationName contactInfo reportId dateRangeStart dateRangeEnd policies
    TlsReportPolicy: policyType policyStrings policyDomain mxHosts totalSuccessfulSessions \
    totalFailedSessions failureDetails
    TlsReportSettings: contactInfo fromAddress fromName maxReportSize orgName sendFrequency \
    dkimSignDomain subject
    Trace: events timestamp from to size
    TraceEvent: event timestamp keyValues
    TracerCommon: enable level lossy events eventsPolicy
    TracerLog: path prefix rotate ansi multiline enable level lossy events eventsPolicy
    TracerOtelGrpc: endpoint enableLogExporter enableSpanExporter throttle timeout httpAuth \
    httpHeaders enable level lossy events eventsPolicy
    TracerOtelHttp: endpoint enableLogExporter enableSpanExporter throttle timeout httpAuth \
    httpHeaders enable level lossy events eventsPolicy
    TracerStdout: buffered ansi multiline enable level lossy events eventsPolicy
    UserAccount: name domainId credentials createdAt memberGroupIds memberTenantId roles \
    permissions quotas aliases description locale timeZone encryptionAtRest usedDiskQuota \
    emailAddress
    WebDav: enableAssistedDiscovery maxLockTimeout maxLocks deadPropertyMaxSize livePropertyMaxSize \
    requestMaxSize maxResults
    WebHook: allowInvalidCerts signatureKey throttle timeout discardAfter url httpAuth httpHeaders \
    enable level lossy events eventsPolicy
    """
}
