@description('What all names start with; another one makes a second copy in the same account')
param name string = 'relational-database'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('Azure tenant to build in')
param tenant_id string

@description('Public addresses of who applies it, as a range')
param operator_range string

@description('Object id in Entra of who applies it')
param operator_object_id string

@description('Entra group of administrators: object id')
param database_admin_object_id string

@description('Entra group of administrators: name')
param database_admin_name string

@description('azurerm_key_vault.key_vault')
resource keyVaultKeyVault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'relationaldatabase'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    tenantId: tenant_id
    sku: {
      name: 'standard'
      family: 'A'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
      ipRules: [
        {
          value: operator_range
        }
      ]
    }
    publicNetworkAccess: 'Enabled'
    accessPolicies: []
  }
}

@description('azurerm_role_assignment.key_vault_writer')
resource roleAssignmentKeyVaultWriter 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVaultKeyVault
  name: '${guid(keyVaultKeyVault.id, 'azurerm_role_assignment.key_vault_writer')}'
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '00482a5a-887f-4fb3-b363-3b7fe8e74483')
    principalId: operator_object_id
  }
}

@description('azurerm_private_dns_zone.postgresqlserver_names')
resource privateDnsZonePostgresqlserverNames 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.postgres.database.azure.com'
  location: 'global'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
}

@description('azurerm_private_dns_zone_virtual_network_link.postgresqlserver_names_network')
resource privateDnsZoneVirtualNetworkLinkPostgresqlserverNamesNetwork 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: privateDnsZonePostgresqlserverNames
  name: 'network-postgresqlserver'
  location: 'global'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    virtualNetwork: {
      id: virtualNetworkNetwork.id
    }
    registrationEnabled: false
  }
}

@description('azurerm_virtual_network.network')
resource virtualNetworkNetwork 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.60.0.0/16'
      ]
    }
    privateEndpointVNetPolicies: 'Disabled'
  }
}

@description('azurerm_subnet.inner_a')
resource subnetInnerA 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-a'
  properties: {
    addressPrefixes: [
      '10.60.0.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    privateLinkServiceNetworkPolicies: 'Enabled'
  }
}

@description('azurerm_subnet.inner_b')
resource subnetInnerB 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-b'
  properties: {
    addressPrefixes: [
      '10.60.1.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    privateLinkServiceNetworkPolicies: 'Enabled'
  }
  dependsOn: [
    subnetInnerA
  ]
}

@description('azurerm_application_security_group.database_firewall_members')
resource applicationSecurityGroupDatabaseFirewallMembers 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: '${name}-database-firewall-members'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
}

@description('azurerm_network_security_group.database_firewall')
resource networkSecurityGroupDatabaseFirewall 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    securityRules: [
      {
        name: 'in-100'
        properties: {
          description: 'PostgreSQL from the clients'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '5432'
          sourceAddressPrefix: '10.0.0.0/8'
          destinationApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupDatabaseFirewallMembers.id
            }
          ]
        }
      }
      {
        name: 'deny-inbound'
        properties: {
          description: 'What no rule above allows'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourcePortRange: '*'
          destinationPortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefix: '*'
        }
      }
      {
        name: 'deny-outbound'
        properties: {
          description: 'What no rule above allows'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourcePortRange: '*'
          destinationPortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefix: '*'
        }
      }
    ]
  }
}

@description('azurerm_key_vault_key.database_key')
resource keyVaultKeyDatabaseKey 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: keyVaultKeyVault
  name: name
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: [
      'decrypt'
      'encrypt'
      'unwrapKey'
      'wrapKey'
    ]
    rotationPolicy: {
      lifetimeActions: [
        {
          trigger: {
            timeBeforeExpiry: 'P30D'
          }
          action: {
            type: 'rotate'
          }
        }
        {
          trigger: {
            timeBeforeExpiry: 'P29D'
          }
          action: {
            type: 'notify'
          }
        }
      ]
      attributes: {
        expiryTime: 'P365D'
      }
    }
  }
  dependsOn: [
    roleAssignmentKeyVaultWriter
  ]
}

@description('azurerm_postgresql_flexible_server.database')
resource postgresqlFlexibleServerDatabase 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  sku: {
    tier: 'GeneralPurpose'
    name: 'Standard_D2ds_v5'
  }
  properties: {
    version: '16'
    backup: {
      backupRetentionDays: 30
      geoRedundantBackup: 'Disabled'
    }
    storage: {
      storageSizeGB: 128
      autoGrow: 'Enabled'
    }
    network: {
      publicNetworkAccess: 'Disabled'
    }
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant_id
    }
    highAvailability: {
      mode: 'ZoneRedundant'
    }
  }
}

@description('azurerm_postgresql_flexible_server_database.database_database')
resource postgresqlFlexibleServerDatabaseDatabaseDatabase 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: postgresqlFlexibleServerDatabase
  name: 'app'
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
}

@description('azurerm_postgresql_flexible_server_active_directory_administrator.database_admin')
resource postgresqlFlexibleServerActiveDirectoryAdministratorDatabaseAdmin 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: postgresqlFlexibleServerDatabase
  name: database_admin_object_id
  properties: {
    tenantId: tenant_id
    principalName: database_admin_name
    principalType: 'Group'
  }
}

@description('azurerm_private_endpoint.database_endpoint')
resource privateEndpointDatabaseEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${name}-database-endpoint'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    subnet: {
      id: subnetInnerA.id
    }
    privateLinkServiceConnections: [
      {
        name: '${name}-database-endpoint'
        properties: {
          privateLinkServiceId: postgresqlFlexibleServerDatabase.id
          groupIds: [
            'postgresqlServer'
          ]
        }
      }
    ]
  }
}

@description('azurerm_private_endpoint.database_endpoint')
resource privateEndpointDatabaseEndpointPrivateDnsZoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: privateEndpointDatabaseEndpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'config1'
        properties: {
          privateDnsZoneId: privateDnsZonePostgresqlserverNames.id
        }
      }
    ]
  }
}

@description('azurerm_management_lock.database_lock')
resource managementLockDatabaseLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: postgresqlFlexibleServerDatabase
  name: '${name}-database-lock'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds production data'
  }
}

@description('azurerm_servicebus_namespace.alarms_namespace')
resource servicebusNamespaceAlarmsNamespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${name}-alarms-bus'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    minimumTlsVersion: '1.2'
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

@description('azurerm_servicebus_topic.alarms')
resource servicebusTopicAlarms 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: servicebusNamespaceAlarmsNamespace
  name: '${name}-alarms'
  properties: {
    defaultMessageTimeToLive: 'P14D'
    autoDeleteOnIdle: 'P10675199DT2H48M5.4775807S'
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    requiresDuplicateDetection: false
    status: 'Active'
  }
}

@description('azurerm_monitor_metric_alert.busy')
resource monitorMetricAlertBusy 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-busy'
  location: 'global'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
  properties: {
    description: 'The database is busy; look for slow queries, or give it more processors'
    scopes: [
      postgresqlFlexibleServerDatabase.id
    ]
    windowSize: 'PT15M'
    evaluationFrequency: 'PT1M'
    criteria: {
      allOf: [
        {
          name: 'Metric1'
          metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
          metricName: 'cpu_percent'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 80
          skipMetricValidation: false
          criterionType: 'StaticThresholdCriterion'
        }
      ]
      'odata.type': 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria'
    }
    autoMitigate: true
    enabled: true
    severity: 3
  }
}

output address string = postgresqlFlexibleServerDatabase.properties.fullyQualifiedDomainName

output alarms string = '${name}-alarms'
