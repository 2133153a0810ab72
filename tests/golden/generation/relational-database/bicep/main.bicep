targetScope = 'subscription'

@description('What all names start with; another one makes a second copy in the same account')
param name string = 'relational-database'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('Azure tenant to build in')
param tenant_id string

@description('azurerm_resource_group.resource_group')
resource resourceGroupResourceGroup 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: 'relational-database'
  location: 'westeurope'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
}

module resourcesResourceGroup 'resourcesResourceGroup.bicep' = {
  name: 'resourcesResourceGroup'
  scope: resourceGroupResourceGroup
  params: {
    name: name
    _environment: _environment
    tenant_id: tenant_id
  }
}

output address string = resourcesResourceGroup.outputs.address

output alarms string = resourcesResourceGroup.outputs.alarms
