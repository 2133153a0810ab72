targetScope = 'subscription'

@description('What all names start with; another one makes a second copy in the same account')
param name string = 'web-server'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('Public SSH key of the administrator')
param server_ssh_public_key string

@description('azurerm_resource_group.resource_group')
resource resourceGroupResourceGroup 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: 'web-server'
  location: 'westeurope'
  tags: {
    Environment: _environment
    Owner: 'platform-team'
    CostCenter: 'CC-1004'
    Application: 'web-server'
  }
}

module resourcesResourceGroup 'resourcesResourceGroup.bicep' = {
  name: 'resourcesResourceGroup'
  scope: resourceGroupResourceGroup
  params: {
    name: name
    _environment: _environment
    server_ssh_public_key: server_ssh_public_key
  }
}

@description('Where the servers answer')
output url string = resourcesResourceGroup.outputs.url
