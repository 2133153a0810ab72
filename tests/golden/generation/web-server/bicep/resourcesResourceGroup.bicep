@description('What all names start with; another one makes a second copy in the same account')
param name string = 'web-server'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('Public SSH key of the administrator')
param server_ssh_public_key string

@description('azurerm_virtual_network.network')
resource virtualNetworkNetwork 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.10.0.0/16'
      ]
    }
    privateEndpointVNetPolicies: 'Disabled'
  }
}

@description('azurerm_subnet.front_a')
resource subnetFrontA 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-front-a'
  properties: {
    addressPrefixes: [
      '10.10.0.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    privateLinkServiceNetworkPolicies: 'Enabled'
  }
}

@description('azurerm_subnet.front_b')
resource subnetFrontB 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-front-b'
  properties: {
    addressPrefixes: [
      '10.10.1.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    privateLinkServiceNetworkPolicies: 'Enabled'
  }
  dependsOn: [
    subnetFrontA
  ]
}

@description('azurerm_public_ip.way_out_ip')
resource publicIpWayOutIp 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${name}-way-out-ip'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
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
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
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

@description('azurerm_subnet.inner, azurerm_subnet_nat_gateway_association.inner_routed')
resource subnetInner 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: virtualNetworkNetwork
  name: '${name}-inner'
  properties: {
    addressPrefixes: [
      '10.10.10.0/24'
    ]
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Enabled'
    privateLinkServiceNetworkPolicies: 'Enabled'
    natGateway: {
      id: natGatewayWayOut.id
    }
  }
  dependsOn: [
    subnetFrontB
  ]
}

@description('azurerm_application_security_group.door_firewall_members')
resource applicationSecurityGroupDoorFirewallMembers 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: '${name}-door-members'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
}

@description('azurerm_network_security_group.door_firewall')
resource networkSecurityGroupDoorFirewall 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}-door'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  properties: {
    securityRules: [
      {
        name: 'in-100'
        properties: {
          description: 'HTTP from anywhere'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '80'
          sourceAddressPrefix: '*'
          destinationApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupDoorFirewallMembers.id
            }
          ]
        }
      }
      {
        name: 'out-110'
        properties: {
          description: 'HTTP to the servers'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '80'
          sourceApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupDoorFirewallMembers.id
            }
          ]
          destinationAddressPrefix: '10.10.0.0/16'
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

@description('azurerm_application_security_group.server_firewall_members')
resource applicationSecurityGroupServerFirewallMembers 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = {
  name: '${name}-servers-members'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
}

@description('azurerm_network_security_group.server_firewall')
resource networkSecurityGroupServerFirewall 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}-servers'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  properties: {
    securityRules: [
      {
        name: 'in-100'
        properties: {
          description: 'HTTP from the load balancer'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '80'
          sourceApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupDoorFirewallMembers.id
            }
          ]
          destinationApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupServerFirewallMembers.id
            }
          ]
        }
      }
      {
        name: 'out-110'
        properties: {
          description: 'HTTPS to anywhere'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '443'
          sourceApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupServerFirewallMembers.id
            }
          ]
          destinationAddressPrefix: '*'
        }
      }
      {
        name: 'in-120'
        properties: {
          description: 'HTTP from the load balancer'
          priority: 120
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '80'
          sourceAddressPrefix: '*'
          destinationApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupServerFirewallMembers.id
            }
          ]
        }
      }
      {
        name: 'in-130'
        properties: {
          description: 'tcp port 80 from the load balancer'
          priority: 130
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '80'
          sourceAddressPrefix: 'AzureLoadBalancer'
          destinationApplicationSecurityGroups: [
            {
              id: applicationSecurityGroupServerFirewallMembers.id
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

@description('azurerm_public_ip.door_ip')
resource publicIpDoorIp 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${name}-door-ip'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  sku: {
    name: 'Standard'
    tier: 'Regional'
  }
  zones: [
    '1'
    '2'
    '3'
  ]
  properties: {
    publicIPAllocationMethod: 'Static'
    ddosSettings: {
      protectionMode: 'VirtualNetworkInherited'
    }
    idleTimeoutInMinutes: 4
    publicIPAddressVersion: 'IPv4'
  }
}

@description('azurerm_lb.door, azurerm_lb_backend_address_pool.door_targets, azurerm_lb_probe.door_health, azurerm_lb_rule.door_listener')
resource lbDoor 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: '${name}'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  sku: {
    name: 'Standard'
    tier: 'Regional'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'front'
        properties: {
          publicIPAddress: {
            id: publicIpDoorIp.id
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'targets'
      }
    ]
    probes: [
      {
        name: 'health'
        properties: {
          protocol: 'Http'
          port: 80
          requestPath: '/healthz'
          intervalInSeconds: 15
          numberOfProbes: 2
          probeThreshold: 1
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'http'
        properties: {
          protocol: 'Tcp'
          frontendPort: 80
          backendPort: 80
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', name, 'front')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', name, 'targets')
          }
          probe: {
            id: resourceId('Microsoft.Network/loadBalancers/probes', name, 'health')
          }
          disableOutboundSnat: true
          idleTimeoutInMinutes: 4
          loadDistribution: 'Default'
        }
      }
    ]
  }
}

@description('azurerm_user_assigned_identity.server_rights')
resource userAssignedIdentityServerRights 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-server'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
}

@description('azurerm_network_interface.server_nic[0], azurerm_network_interface_security_group_association.server_firewall_own[0], azurerm_network_interface_application_security_group_association.server_member_1[0], azurerm_network_interface_backend_address_pool_association.server_target[0]')
resource networkInterfaceServerNic0 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: '${name}-0-nic'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  properties: {
    ipConfigurations: [
      {
        name: 'internal'
        properties: {
          subnet: {
            id: subnetInner.id
          }
          privateIPAllocationMethod: 'Dynamic'
          privateIPAddressVersion: 'IPv4'
          applicationSecurityGroups: [
            {
              id: applicationSecurityGroupServerFirewallMembers.id
            }
          ]
          loadBalancerBackendAddressPools: [
            {
              id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', name, 'targets')
            }
          ]
        }
      }
    ]
    enableAcceleratedNetworking: false
    enableIPForwarding: false
    networkSecurityGroup: {
      id: networkSecurityGroupServerFirewall.id
    }
  }
  dependsOn: [
    lbDoor
  ]
}

@description('azurerm_network_interface.server_nic[1], azurerm_network_interface_security_group_association.server_firewall_own[1], azurerm_network_interface_application_security_group_association.server_member_1[1], azurerm_network_interface_backend_address_pool_association.server_target[1]')
resource networkInterfaceServerNic1 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: '${name}-1-nic'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  properties: {
    ipConfigurations: [
      {
        name: 'internal'
        properties: {
          subnet: {
            id: subnetInner.id
          }
          privateIPAllocationMethod: 'Dynamic'
          privateIPAddressVersion: 'IPv4'
          applicationSecurityGroups: [
            {
              id: applicationSecurityGroupServerFirewallMembers.id
            }
          ]
          loadBalancerBackendAddressPools: [
            {
              id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', name, 'targets')
            }
          ]
        }
      }
    ]
    enableAcceleratedNetworking: false
    enableIPForwarding: false
    networkSecurityGroup: {
      id: networkSecurityGroupServerFirewall.id
    }
  }
  dependsOn: [
    lbDoor
  ]
}

@description('azurerm_linux_virtual_machine.server[0]')
resource linuxVirtualMachineServer0 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: '${name}-0'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${userAssignedIdentityServerRights.id}': {}
    }
  }
  zones: [
    '1'
  ]
  properties: {
    hardwareProfile: {
      vmSize: 'Standard_B2als_v2'
    }
    networkProfile: {
      networkInterfaces: [
        {
          id: networkInterfaceServerNic0.id
        }
      ]
    }
    storageProfile: {
      osDisk: {
        caching: 'ReadWrite'
        managedDisk: {
          storageAccountType: 'Premium_LRS'
        }
        diskSizeGB: 20
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
      linuxConfiguration: {
        patchSettings: {
          assessmentMode: 'AutomaticByPlatform'
        }
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [
            {
              path: '/home/azureuser/.ssh/authorized_keys'
              keyData: server_ssh_public_key
            }
          ]
        }
      }
      adminUsername: 'azureuser'
      computerName: '${name}-0'
    }
    securityProfile: {
      uefiSettings: {
        secureBootEnabled: true
        vTpmEnabled: true
      }
      securityType: 'TrustedLaunch'
    }
    extensionsTimeBudget: 'PT1H30M'
    priority: 'Regular'
  }
}

@description('azurerm_linux_virtual_machine.server[1]')
resource linuxVirtualMachineServer1 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: '${name}-1'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${userAssignedIdentityServerRights.id}': {}
    }
  }
  zones: [
    '1'
  ]
  properties: {
    hardwareProfile: {
      vmSize: 'Standard_B2als_v2'
    }
    networkProfile: {
      networkInterfaces: [
        {
          id: networkInterfaceServerNic1.id
        }
      ]
    }
    storageProfile: {
      osDisk: {
        caching: 'ReadWrite'
        managedDisk: {
          storageAccountType: 'Premium_LRS'
        }
        diskSizeGB: 20
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
      linuxConfiguration: {
        patchSettings: {
          assessmentMode: 'AutomaticByPlatform'
        }
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [
            {
              path: '/home/azureuser/.ssh/authorized_keys'
              keyData: server_ssh_public_key
            }
          ]
        }
      }
      adminUsername: 'azureuser'
      computerName: '${name}-1'
    }
    securityProfile: {
      uefiSettings: {
        secureBootEnabled: true
        vTpmEnabled: true
      }
      securityType: 'TrustedLaunch'
    }
    extensionsTimeBudget: 'PT1H30M'
    priority: 'Regular'
  }
}

@description('azurerm_log_analytics_workspace.logs')
resource logAnalyticsWorkspaceLogs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: resourceGroup().location
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 90
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
    publicNetworkAccessForIngestion: 'Enabled'
    publicNetworkAccessForQuery: 'Enabled'
  }
}

@description('Where the servers answer')
output url string = 'http://${publicIpDoorIp.properties.ipAddress}'
