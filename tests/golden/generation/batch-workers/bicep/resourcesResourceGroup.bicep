@description('What all names start with; another one makes a second copy in the same account')
param name string = 'batch-workers'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('How few workers there may be')
param minimum int = 1

@description('How many workers there may be')
param maximum int = 8

@description('Public SSH key of the administrator')
param workers_ssh_public_key string

@description('azurerm_virtual_network.network')
resource virtualNetworkNetwork 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.50.0.0/16'
      ]
    }
    privateEndpointVNetPolicies: 'Disabled'
  }
}

@description('azurerm_subnet.front')
resource subnetFront 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-front'
  properties: {
    addressPrefixes: [
      '10.50.0.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    privateLinkServiceNetworkPolicies: 'Enabled'
  }
}

@description('azurerm_public_ip.way_out_ip')
resource publicIpWayOutIp 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${name}-way-out-ip'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  sku: {
    name: 'Standard'
    tier: 'Regional'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
    ddosSettings: {
      protectionMode: 'VirtualNetworkInherited'
    }
    idleTimeoutInMinutes: 4
    publicIPAddressVersion: 'IPv4'
  }
}

@description('azurerm_nat_gateway.way_out, azurerm_nat_gateway_public_ip_association.way_out_address')
resource natGatewayWayOut 'Microsoft.Network/natGateways@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  sku: {
    name: 'Standard'
  }
  properties: {
    idleTimeoutInMinutes: 10
    publicIpAddresses: [
      {
        id: publicIpWayOutIp.id
      }
    ]
  }
}

@description('azurerm_subnet.inner_a, azurerm_subnet_nat_gateway_association.inner_a_routed')
resource subnetInnerA 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-inner-a'
  properties: {
    addressPrefixes: [
      '10.50.10.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    serviceEndpoints: [
      {
        service: 'Microsoft.Storage'
      }
    ]
    privateLinkServiceNetworkPolicies: 'Enabled'
    natGateway: {
      id: natGatewayWayOut.id
    }
  }
  dependsOn: [
    subnetFront
  ]
}

@description('azurerm_subnet.inner_b, azurerm_subnet_nat_gateway_association.inner_b_routed')
resource subnetInnerB 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-inner-b'
  properties: {
    addressPrefixes: [
      '10.50.11.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    serviceEndpoints: [
      {
        service: 'Microsoft.Storage'
      }
    ]
    privateLinkServiceNetworkPolicies: 'Enabled'
    natGateway: {
      id: natGatewayWayOut.id
    }
  }
  dependsOn: [
    subnetInnerA
  ]
}

@description('azurerm_application_security_group.worker_firewall_members')
resource applicationSecurityGroupWorkerFirewallMembers 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: '${name}-worker-firewall-members'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
}

@description('azurerm_network_security_group.worker_firewall')
resource networkSecurityGroupWorkerFirewall 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  properties: {
    securityRules: [
      {
        name: 'out-100'
        properties: {
          description: 'HTTPS to anywhere'
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '443'
          sourceApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupWorkerFirewallMembers.id
            }
          ]
          destinationAddressPrefix: '*'
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

@description('azurerm_servicebus_namespace.jobs_namespace')
resource servicebusNamespaceJobsNamespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${name}-jobs-bus'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
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

@description('azurerm_servicebus_queue.jobs')
resource servicebusQueueJobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: servicebusNamespaceJobsNamespace
  name: '${name}-jobs'
  properties: {
    defaultMessageTimeToLive: 'P14D'
    lockDuration: 'PT300S'
    maxDeliveryCount: 3
    deadLetteringOnMessageExpiration: true
    requiresSession: false
    enableBatchedOperations: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    enableExpress: false
    enablePartitioning: false
    requiresDuplicateDetection: false
    status: 'Active'
  }
}

@description('azurerm_storage_account.results')
resource storageAccountResults 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'dharmabatchworkersre0950'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  sku: {
    name: 'Standard_ZRS'
  }
  kind: 'StorageV2'
  properties: {
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    encryption: {
      requireInfrastructureEncryption: true
      keySource: 'Microsoft.Storage'
    }
    allowCrossTenantReplication: false
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
      virtualNetworkRules: [
        {
          id: subnetInnerA.id
        }
        {
          id: subnetInnerB.id
        }
      ]
    }
    defaultToOAuthAuthentication: false
    dnsEndpointType: 'Standard'
    isLocalUserEnabled: true
    publicNetworkAccess: 'Enabled'
  }
}

@description('azurerm_storage_account.results')
resource storageAccountResultsBlobProperties 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storageAccountResults
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      days: 7
      enabled: true
      allowPermanentDelete: false
    }
    containerDeleteRetentionPolicy: {
      days: 7
      enabled: true
    }
    changeFeed: {
      enabled: false
    }
    lastAccessTimeTrackingPolicy: {
      enable: false
    }
  }
}

@description('azurerm_storage_container.results_objects')
resource storageContainerResultsObjects 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  name: 'dharmabatchworkersre0950/default/objects'
  properties: {
    publicAccess: 'None'
  }
  dependsOn: [
    storageAccountResults
  ]
}

@description('azurerm_storage_management_policy.results_lifecycle')
resource storageManagementPolicyResultsLifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: storageAccountResults
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'age'
          enabled: true
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
            }
            actions: {
              baseBlob: {
                tierToCold: {
                  daysAfterModificationGreaterThan: 90
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 90
                }
              }
            }
          }
          type: 'Lifecycle'
        }
      ]
    }
  }
}

@description('azurerm_user_assigned_identity.worker_rights')
resource userAssignedIdentityWorkerRights 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
}

@description('azurerm_role_assignment.worker_rights_right_1')
resource roleAssignmentWorkerRightsRight1 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: servicebusQueueJobs
  name: '${guid(servicebusQueueJobs.id, 'azurerm_role_assignment.worker_rights_right_1')}'
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0')
    principalId: userAssignedIdentityWorkerRights.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('azurerm_role_assignment.worker_rights_right_2')
resource roleAssignmentWorkerRightsRight2 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageAccountResults
  name: '${guid(storageAccountResults.id, 'azurerm_role_assignment.worker_rights_right_2')}'
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
    principalId: userAssignedIdentityWorkerRights.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('azurerm_linux_virtual_machine_scale_set.workers')
resource linuxVirtualMachineScaleSetWorkers 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  sku: {
    name: 'Standard_B4als_v2'
    tier: 'Standard'
    capacity: minimum
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${userAssignedIdentityWorkerRights.id}': {}
    }
  }
  zones: [
    '1'
    '2'
    '3'
  ]
  properties: {
    upgradePolicy: {
      mode: 'Automatic'
    }
    virtualMachineProfile: {
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'nic'
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: 'internal'
                  properties: {
                    primary: true
                    subnet: {
                      id: subnetInnerA.id
                    }
                    applicationSecurityGroups: [
                      {
                        id: applicationSecurityGroupWorkerFirewallMembers.id
                      }
                    ]
                    privateIPAddressVersion: 'IPv4'
                  }
                }
              ]
              networkSecurityGroup: {
                id: networkSecurityGroupWorkerFirewall.id
              }
              enableAcceleratedNetworking: false
              enableIPForwarding: false
            }
          }
        ]
      }
      storageProfile: {
        osDisk: {
          caching: 'ReadWrite'
          managedDisk: {
            storageAccountType: 'Premium_LRS'
          }
          diskSizeGB: 30
          writeAcceleratorEnabled: false
          createOption: 'FromImage'
        }
        imageReference: {
          publisher: 'Canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
      }
      diagnosticsProfile: {
        bootDiagnostics: {
          enabled: true
        }
      }
      osProfile: {
        adminUsername: 'azureuser'
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: {
            publicKeys: [
              {
                path: '/home/azureuser/.ssh/authorized_keys'
                keyData: workers_ssh_public_key
              }
            ]
          }
          provisionVMAgent: true
        }
        allowExtensionOperations: true
        computerNamePrefix: name
      }
      securityProfile: {
        uefiSettings: {
          secureBootEnabled: true
          vTpmEnabled: true
        }
        securityType: 'TrustedLaunch'
      }
      extensionProfile: {
        extensionsTimeBudget: 'PT1H30M'
      }
      priority: 'Regular'
    }
    zoneBalance: true
    doNotRunExtensionsOnOverprovisionedVMs: false
    overprovision: true
    singlePlacementGroup: true
  }
}

@description('azurerm_monitor_autoscale_setting.workers_scaling')
resource monitorAutoscaleSettingWorkersScaling 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: '${name}-workers-scaling'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  properties: {
    targetResourceUri: linuxVirtualMachineScaleSetWorkers.id
    profiles: [
      {
        name: 'cpu'
        capacity: {
          default: string(minimum)
          minimum: string(minimum)
          maximum: string(maximum)
        }
        rules: [
          {
            metricTrigger: {
              metricName: 'Percentage CPU'
              metricResourceUri: linuxVirtualMachineScaleSetWorkers.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT5M'
              timeAggregation: 'Average'
              operator: 'GreaterThan'
              threshold: 60
            }
            scaleAction: {
              direction: 'Increase'
              type: 'ChangeCount'
              value: '1'
              cooldown: 'PT5M'
            }
          }
          {
            metricTrigger: {
              metricName: 'Percentage CPU'
              metricResourceUri: linuxVirtualMachineScaleSetWorkers.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT5M'
              timeAggregation: 'Average'
              operator: 'LessThan'
              threshold: 30
            }
            scaleAction: {
              direction: 'Decrease'
              type: 'ChangeCount'
              value: '1'
              cooldown: 'PT5M'
            }
          }
        ]
      }
    ]
    enabled: true
  }
}

@description('azurerm_monitor_metric_alert.waiting')
resource monitorMetricAlertWaiting 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-waiting'
  location: 'global'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
  properties: {
    description: 'Jobs wait longer than workers take them'
    scopes: [
      servicebusNamespaceJobsNamespace.id
    ]
    windowSize: 'PT15M'
    evaluationFrequency: 'PT1M'
    criteria: {
      allOf: [
        {
          name: 'Metric1'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'ActiveMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 500
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: [
                '${name}-jobs'
              ]
            }
          ]
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

output queue string = servicebusQueueJobs.id

output results string = 'dharmabatchworkersre0950'
